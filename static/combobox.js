// Suggestions under a search box while a person types: the combobox pattern of the ARIA Authoring Practices Guide.
// Without this module the box is a plain search box. A box takes part when it has data-suggestions (an address); one
// that comes later does when its page says kb:added. An option is a link, what goes into the box (data-fill), or
// whatever the page makes of a click on it. A box with data-many holds several, with commas between them.

const PAUSE = 150; // milliseconds without a key before the server is asked
const FEWEST = 2;
const LONGEST = 80; // as kb/search/suggest.py: a pasted message gets results, not suggestions

class Combobox {
  #box;
  #list;
  #said;
  #options = [];
  #active = -1; // the text itself
  #timer = 0;
  #asking = new AbortController();

  constructor(box) {
    this.#box = box;
    this.#build();
    this.#listen();
  }

  #build() {
    const id = `${this.#box.id}-suggestions`;
    this.#list = document.createElement("div");
    this.#list.id = id;
    this.#list.className = "kb-suggestions";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", "Suggestions");
    this.#said = document.createElement("div");
    this.#said.className = "nhsuk-u-visually-hidden";
    this.#said.setAttribute("role", "status");
    this.#box.parentElement.classList.add("kb-suggestions-frame");
    this.#box.parentElement.append(this.#list, this.#said);
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(states)) this.#box.setAttribute(name, value);
  }

  #listen() {
    this.#box.addEventListener("input", () => this.#askSoon());
    this.#box.addEventListener("keydown", (event) => this.#onKey(event));
    this.#box.addEventListener("blur", () => this.#close());
    this.#box.form?.addEventListener("submit", () => this.#close());
    // A press on the list must not take the focus from the box, which would close the list before the click.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#onClick(event));
    // A page that the browser brings back shows no old list.
    window.addEventListener("pagehide", () => this.#close());
  }

  get #isOpen() {
    return !this.#list.hidden;
  }

  /** Where what is typed now begins: behind the last comma of a box that holds several. */
  get #from() {
    return "many" in this.#box.dataset ? this.#box.value.lastIndexOf(",") + 1 : 0;
  }

  get #typed() {
    return this.#box.value.slice(this.#from).trim();
  }

  get #canAsk() {
    const { length } = this.#typed;
    return length >= FEWEST && length <= LONGEST;
  }

  #stopAsking() {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  #askSoon() {
    this.#stopAsking();
    this.#follow(-1);
    if (this.#canAsk) this.#timer = setTimeout(() => this.#ask(), PAUSE);
    else this.#close();
  }

  async #ask() {
    this.#stopAsking();
    if (!this.#canAsk) return;
    const { signal } = (this.#asking = new AbortController());
    const address = new URL(this.#box.dataset.suggestions, document.baseURI);
    address.searchParams.set("q", this.#from ? this.#typed : this.#box.value);
    let html = "";
    try {
      const answer = await fetch(address, { signal, credentials: "same-origin" });
      if (answer.ok) html = await answer.text();
    } catch {
      // Cancelled, or the network is away: the box still searches.
    }
    if (!signal.aborted && document.activeElement === this.#box) this.#show(html);
  }

  #show(html) {
    this.#list.innerHTML = html;
    this.#options = [...this.#list.querySelectorAll("[role='option']")];
    this.#options.forEach((option, place) => { option.id = `${this.#list.id}-${place}`; });
    this.#follow(-1);
    const number = this.#options.length;
    if (!number) {
      const hadSome = this.#isOpen;
      this.#close();
      if (hadSome) this.#said.textContent = "No suggestions";
      return;
    }
    this.#list.style.top = `${this.#box.offsetTop + this.#box.offsetHeight}px`;
    this.#list.hidden = false;
    this.#list.scrollTop = 0;
    this.#box.setAttribute("aria-expanded", "true");
    this.#said.textContent =
      `${number} suggestion${number === 1 ? "" : "s"}. Use the up and down arrow keys to choose.`;
  }

  #close() {
    this.#stopAsking();
    this.#follow(-1);
    this.#list.hidden = true;
    this.#box.setAttribute("aria-expanded", "false");
    this.#said.textContent = "";
  }

  /** Makes an option the active one; -1 is the text. */
  #follow(place) {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = place;
    const option = this.#options[place];
    if (!option) {
      this.#box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#box.setAttribute("aria-activedescendant", option.id);
  }

  /** One up or down; the text stands between the last option and the first. */
  #move(by) {
    const places = this.#options.length + 1;
    this.#follow(((this.#active + 1 + by + places) % places) - 1);
  }

  #onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const onKey = {
      ArrowDown: () => this.#onArrow(event, 1),
      ArrowUp: () => this.#onArrow(event, -1),
      ArrowLeft: () => this.#follow(-1),
      ArrowRight: () => this.#follow(-1),
      Home: () => this.#follow(-1),
      End: () => this.#follow(-1),
      Escape: () => this.#onEscape(event),
      Enter: () => this.#onEnter(event),
    };
    if (Object.hasOwn(onKey, event.key)) onKey[event.key]();
  }

  #onClick(event) {
    const option = event.target.closest("[data-fill]");
    if (!option) return;
    const before = this.#box.value.slice(0, this.#from).trim();
    const after = "many" in this.#box.dataset ? ", " : "";
    this.#box.value = `${before}${before && " "}${option.dataset.fill}${after}`;
    this.#close();
  }

  #onArrow(event, by) {
    if (event.shiftKey) return;
    if (this.#isOpen) {
      event.preventDefault();
      if (event.altKey && by < 0) this.#close();
      else if (!event.altKey) this.#move(by);
    } else if (by > 0 && this.#canAsk) {
      event.preventDefault();
      this.#ask();
    }
  }

  /** The first closes the list; the second is the browser's, which clears the box. */
  #onEscape(event) {
    if (this.#isOpen) event.preventDefault();
    this.#close();
  }

  #onEnter(event) {
    const option = this.#isOpen && this.#options[this.#active];
    if (!option) return;
    event.preventDefault();
    option.click();
  }
}

function start() {
  for (const box of document.querySelectorAll("input[data-suggestions]:not([role])")) new Combobox(box);
}

document.addEventListener("kb:added", start);
start();
