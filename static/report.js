// Screenshots chosen for a report: shown before they are sent, taken out again, added to, or pasted.
// Without this module the boxes still send what was chosen, and the next page shows it.

const WIDTH = 320;
const PAUSE = 600; // milliseconds without a key before the server is asked for codes

class Chosen {
  #input;
  #list;
  #said;
  #refused;
  #most;
  #files = [];

  constructor(form) {
    this.#input = form.querySelector("input[type='file']");
    this.#list = form.querySelector("[data-chosen]");
    this.#said = form.querySelector("[data-chosen-said]");
    this.#refused = form.querySelector("[data-refused]");
    // Those that are held already count too.
    this.#most = Math.max(0, this.#input.dataset.most - form.querySelectorAll("[name='let-go']").length);
    this.#input.addEventListener("change", (event) => this.#onChange(event));
    form.addEventListener("paste", (event) => this.#onPaste(event));
  }

  #onChange(event) {
    // Our own change comes back as an event, which the design system needs and we do not.
    if (event instanceof CustomEvent) return;
    // A second choice adds to the first: people take one screenshot after the other.
    this.#add([...this.#input.files]);
  }

  #onPaste(event) {
    const pictures = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    const transfer = new DataTransfer();
    for (const picture of pictures) transfer.items.add(picture);
    this.#input.files = transfer.files;
    this.#input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #add(files) {
    const isThere = (file) => this.#files.some(
      (other) => other.name === file.name && other.size === file.size && other.lastModified === file.lastModified,
    );
    const all = [...this.#files, ...files.filter((file) => !isThere(file))];
    this.#files = all.slice(0, this.#most);
    const left = all.slice(this.#most).map((file) => file.name).join(", ");
    this.#update(`${this.#files.length} of ${this.#most} screenshots chosen.`);
    if (left) this.#refuse(`You can send up to ${this.#input.dataset.most} screenshots. Not taken: ${left}.`);
  }

  #remove(file) {
    this.#files = this.#files.filter((other) => other !== file);
    this.#refused.replaceChildren();
    this.#update(`${file.name} is removed.`);
    document.getElementById(this.#input.id.replace(/-input$/, ""))?.focus();
  }

  /** Beside what static/files.js found too large. */
  #refuse(sentence) {
    const line = document.createElement("p");
    line.className = "nhsuk-error-message";
    line.textContent = sentence;
    this.#refused.append(line);
  }

  #update(said) {
    const transfer = new DataTransfer();
    for (const file of this.#files) transfer.items.add(file);
    this.#input.files = transfer.files;
    this.#input.dispatchEvent(new CustomEvent("change", { bubbles: true }));
    this.#list.replaceChildren(...this.#files.map((file) => this.#item(file)));
    this.#list.hidden = !this.#files.length;
    this.#said.textContent = said;
  }

  #item(file) {
    const item = document.createElement("li");
    item.className = "kb-shots__item";
    const name = document.createElement("span");
    name.className = "kb-shots__name";
    name.textContent = file.name;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small kb-shots__remove";
    button.textContent = "Remove";
    const what = document.createElement("span");
    what.className = "nhsuk-u-visually-hidden";
    what.textContent = ` ${file.name}`;
    button.append(what);
    button.addEventListener("click", () => this.#remove(file));
    item.append(name, button);
    draw(file).then((picture) => item.prepend(picture), () => {});
    return item;
  }
}

/** On a canvas: the content security policy lets no page show a file by an address of its own. */
async function draw(file) {
  const picture = await createImageBitmap(file, { resizeWidth: WIDTH });
  const canvas = document.createElement("canvas");
  canvas.className = "kb-shots__picture";
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Your screenshot ${file.name}`);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas;
}

/** The codes of the text stand below its box while a person types; a live region says them once they differ. */
class Codes {
  #box;
  #place;
  #timer = 0;
  #asking = new AbortController();

  constructor(form) {
    this.#box = form.querySelector("textarea[name='text']");
    this.#place = form.querySelector("[data-codes]");
    this.#box.addEventListener("input", () => this.#askSoon());
  }

  #askSoon() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const { signal } = (this.#asking = new AbortController());
    // Posted, so that no address and no log holds what somebody writes.
    const body = new URLSearchParams({ text: this.#box.value });
    try {
      const answer = await fetch(this.#place.dataset.codes, { method: "POST", body, signal, credentials: "same-origin" });
      const html = answer.ok ? (await answer.text()).trim() : "";
      if (answer.ok && !signal.aborted && html !== this.#place.innerHTML.trim()) this.#place.innerHTML = html;
    } catch {
      // Overtaken, or the network is away: the next page shows them.
    }
  }
}

/** A suggestion that was opened travels along as an article that was read. */
function rememberOpened(form) {
  for (const button of document.querySelectorAll("button[data-article]")) {
    button.addEventListener("click", () => {
      const box = document.createElement("input");
      Object.assign(box, { type: "hidden", name: "read", value: button.dataset.article });
      form.append(box);
    }, { once: true });
  }
}

for (const form of document.querySelectorAll("[data-report]")) {
  if (form.querySelector("[data-chosen]")) new Chosen(form);
  if (form.querySelector("[data-codes]")) new Codes(form);
  rememberOpened(form);
}
