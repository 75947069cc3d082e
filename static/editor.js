// The editor: saves by itself, adds and moves rows without a new page, loses nothing when the sign-in runs out.
// Without this module every button is a submit, and the page that comes back holds everything typed.

const EVERY = 20_000; // milliseconds
const FILE = "[name='image.file']";
const SUMMARY = ".nhsuk-error-summary";
const PAUSE = 300; // without a key before the server is asked
const script = document.querySelector("script[data-markdownx]");

/** django-markdownx starts every box that it has not started yet, each time its script is run. */
function startPreviews() {
  const again = document.createElement("script");
  again.src = script.dataset.markdownx;
  document.head.append(again);
}

class Editor {
  #form;
  #saved;
  #isAsked = false;
  #isLeaving = false;
  #isSaving = false;
  #state;
  #others;
  #timer = 0;

  constructor(form) {
    this.#form = form;
    this.#state = form.querySelector("[data-state]");
    this.#others = form.querySelector("[data-others]");
    this.#saved = "unsaved" in form.dataset ? "" : this.#text();
    form.addEventListener("submit", (event) => this.#onSubmit(event));
    form.addEventListener("kb:save", () => this.#save());
    form.addEventListener("click", (event) => this.#onClick(event));
    form.addEventListener("keydown", (event) => this.#onKey(event));
    form.addEventListener("input", (event) => this.#onInput(event));
    setInterval(() => this.#save(), EVERY);
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#save(); });
    window.addEventListener("beforeunload", (event) => {
      if (!this.#isLeaving && (this.#isChanged || this.#isPicking)) event.preventDefault();
    });
    this.#dress();
    this.#save(); // says at once that somebody is here, and who else is
  }

  #text() {
    const data = new FormData(this.#form);
    for (const name of ["csrfmiddlewaretoken", "base_revision", "owner_was", "why_was"]) data.delete(name);
    return JSON.stringify([...data].map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
  }

  get #isChanged() {
    return this.#text() !== this.#saved;
  }

  /** What stands in a box for one more may be no part of what was saved. */
  get #isPicking() {
    return [...this.#form.querySelectorAll("input[data-suggestions]")].some((box) => box.value.trim());
  }

  // --- Saving ---------------------------------------------------------------------------------------------------

  async #save() {
    if (this.#isLeaving) return;
    this.#isAsked = true;
    if (this.#isSaving) return;
    this.#isSaving = true;
    try {
      while (this.#isAsked && !this.#isLeaving) {
        this.#isAsked = false; // what is typed while it is sent, and then asked to be saved, is sent after it
        await this.#send();
      }
    } catch {
      this.#say("Not saved: the site cannot be reached. Your text is still here, and is saved as soon as it can be.");
    } finally {
      this.#isSaving = false;
    }
  }

  async #send() {
    const text = this.#text();
    const isChanged = text !== this.#saved;
    const body = new FormData(this.#form);
    body.delete("image.file");
    if (!isChanged) {
      for (const name of [...body.keys()]) if (name !== "csrfmiddlewaretoken") body.delete(name);
      body.append("still", "1");
    }
    const parts = this.#form.querySelector("[data-parts]");
    const answer = await fetch(this.#form.dataset.autosave, { method: "POST", body, credentials: "same-origin" });
    if (answer.status === 401) return this.#askToSignIn();
    if (answer.status === 403) return await this.#renew() ? this.#send() : this.#askToSignIn();
    const said = await answer.json();
    if (answer.status === 409) return this.#say(said.problem, said.address, "Look at it");
    if (!answer.ok && said.problem) return this.#say(said.problem); // it came, and was not taken
    if (!answer.ok) throw new Error("Not saved");
    this.#others.textContent = said.others.length ? `Also here now: ${said.others.join(", ")}` : "";
    if (!isChanged) return undefined;
    this.#saved = text;
    this.#form.elements.base_revision.value = said.base_revision;
    for (const [name, value] of Object.entries(said.beside)) this.#form.elements[name].value = value;
    if (parts.isConnected) this.#tell(parse(said.checked)); // else a button has renumbered the rows since
    this.#form.dispatchEvent(new Event("kb:saved"));
    const things = said.to_mend === 1 ? "1 thing" : `${said.to_mend} things`;
    return this.#say(`${said.saved} · ${things} to mend before review`);
  }

  /** What the checks find now. The boxes stay, as somebody may be typing in them: only what stands beside them goes. */
  #tell(page) {
    for (const place of this.#form.querySelectorAll("[data-notes]")) {
      if (place.closest("#newcode")) continue; // why a code was not made is said by its button alone
      const id = place.dataset.notes;
      const now = page.querySelector(`[data-notes="${CSS.escape(id)}"]`);
      if (!now || now.innerHTML === place.innerHTML) continue;
      place.replaceChildren(...now.childNodes);
      const ids = page.getElementById(id)?.getAttribute("aria-describedby") ?? "";
      document.getElementById(id)?.[ids ? "setAttribute" : "removeAttribute"]("aria-describedby", ids);
    }
  }

  #askToSignIn() {
    this.#say("You are signed out. Your text is still here and is saved once you have signed in.",
      this.#form.dataset.signIn, "Sign in, in a new tab");
  }

  /** A token from before the sign-in is good for nothing: the page itself has a new one. */
  async #renew() {
    const answer = await fetch(this.#form.action, { credentials: "same-origin" });
    const token = parse(await answer.text()).querySelector("[data-editor] [name='csrfmiddlewaretoken']");
    if (!answer.ok || !token) return false;
    this.#form.elements.csrfmiddlewaretoken.value = token.value;
    return true;
  }

  #say(words, address = "", link = "") {
    if (this.#state.textContent.trim() === words) return;
    this.#state.replaceChildren(words);
    if (!address) return;
    const way = document.createElement("a");
    Object.assign(way, { href: address, target: "_blank", textContent: link });
    this.#state.append(" ", way);
  }

  // --- Rows -----------------------------------------------------------------------------------------------------

  #onSubmit(event) {
    const button = event.submitter;
    if (button?.name !== "press") {
      this.#isLeaving = true;
      return;
    }
    event.preventDefault();
    this.#press(button.value, button);
  }

  /** One of what a box offers: static/combobox.js. With a modifier key it opens, as any link. */
  #onClick(event) {
    const option = event.target.closest("[data-press]");
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#press(option.dataset.press, option.closest(".kb-pick").querySelector("input[data-suggestions]"));
  }

  /** Enter in a box for one more adds what stands in it; elsewhere it saves the draft. */
  #onKey(event) {
    if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches("input[data-suggestions]")) return;
    event.preventDefault();
    if (event.target.value.trim()) event.target.closest(".kb-pick").querySelector("[value^='add ']").click();
  }

  /** What the pattern of a new code would match, and what it overlaps, while it is typed. */
  #onInput({ target }) {
    if (target.name !== "newcode.code") return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const place = this.#form.querySelector("[data-says]");
      const address = `${place.dataset.says}?${new URLSearchParams({ q: target.value })}`;
      const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
      if (answer?.ok) place.textContent = await answer.text();
    }, PAUSE);
  }

  #post(pressed) {
    const body = new FormData(this.#form);
    body.append("press", pressed);
    return fetch(this.#form.action, { method: "POST", body, credentials: "same-origin" });
  }

  /** `from` has the focus again if nothing came of it. */
  async #press(pressed, from) {
    const old = this.#form.querySelector("[data-parts]");
    old.inert = true; // what is typed now would be lost when the answer takes its place
    let page, isDone;
    try {
      let answer = await this.#post(pressed);
      if (answer.status === 403 && await this.#renew()) answer = await this.#post(pressed);
      if (answer.status === 503) throw new Error("Not done");
      page = parse(await answer.text());
      isDone = answer.ok;
    } catch {
      this.#giveBack(old, from);
      this.#say("The site cannot be reached. Your text is still here: press the button again in a moment.");
      return;
    }
    const parts = page.querySelector("[data-parts]");
    if (!parts) {
      this.#giveBack(old, from);
      this.#askToSignIn();
      return;
    }
    const chosen = old.querySelector(FILE).files;
    old.replaceWith(parts);
    if (pressed !== "image" || !isDone) parts.querySelector(FILE).files = chosen; // no answer brings a file back
    this.#say(page.querySelector("[data-state]").textContent.trim());
    this.#dress();
    startPreviews();
    document.dispatchEvent(new Event("kb:added"));
    if (this.#explain(page.querySelector(SUMMARY))) return;
    const next = parts.querySelector("[autofocus]") ?? parts.querySelector(`[value="${CSS.escape(pressed)}"]`);
    next?.focus();
  }

  /** Above the page, as where a whole page comes back. */
  #explain(summary) {
    document.querySelector(SUMMARY)?.remove();
    if (!summary) return false;
    document.querySelector("main h1").before(summary);
    summary.tabIndex = -1;
    summary.focus();
    return true;
  }

  #giveBack(parts, from) {
    parts.inert = false;
    from.focus();
  }

  // --- Boxes for Markdown ---------------------------------------------------------------------------------------

  #dress() {
    for (const box of this.#form.querySelectorAll(".markdownx textarea")) new Toolbar(box);
  }
}

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

const TOOLS = [
  ["Bold", "**", "**", "words"],
  ["Code", "`", "`", "ERR5022"],
  ["List", "\n- ", "", "one thing"],
  ["Link", "[", "](/who-can-help/)", "who can help"],
];

/** One stop of the Tab key; the arrow keys go from button to button. */
class Toolbar {
  #box;
  #buttons;

  constructor(box) {
    this.#box = box;
    const bar = document.createElement("div");
    bar.className = "kb-tools";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", `Format: ${box.labels[0]?.textContent.trim() ?? ""}`);
    this.#buttons = TOOLS.map(([name, before, after, words], place) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "kb-tools__button", textContent: name });
      button.tabIndex = place ? -1 : 0;
      button.addEventListener("click", () => this.#wrap(before, after, words));
      return button;
    });
    bar.append(...this.#buttons);
    bar.addEventListener("keydown", (event) => this.#onKey(event));
    box.before(bar);
  }

  #onKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const number = this.#buttons.length;
    const next = this.#buttons[(this.#buttons.indexOf(document.activeElement) + by + number) % number];
    for (const button of this.#buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  #wrap(before, after, words) {
    const { selectionStart: start, selectionEnd: end, value } = this.#box;
    const inside = value.slice(start, end) || words;
    const lead = start ? before : before.trimStart();
    this.#box.setRangeText(`${lead}${inside}${after}`, start, end, "end");
    this.#box.setSelectionRange(start + lead.length, start + lead.length + inside.length);
    this.#box.dispatchEvent(new Event("input", { bubbles: true }));
    this.#box.focus();
  }
}

// django-markdownx takes the Tab key and others for itself, so that a keyboard could not leave a box again, and sends
// pasted and dropped files before anybody has said what they show. What it does not hear, it does not do.
const TAKEN = new Set(["Tab", "d", "[", "]"]);
document.addEventListener("keydown", (event) => {
  const isTaken = event.key === "Tab" || ((event.ctrlKey || event.metaKey) && TAKEN.has(event.key));
  if (isTaken && event.target.matches?.(".markdownx-editor")) event.stopPropagation();
}, true);
for (const kind of ["paste", "drop"]) {
  document.addEventListener(kind, (event) => {
    const carried = event.clipboardData ?? event.dataTransfer;
    const box = event.target;
    if (!box.matches?.(".markdownx-editor") || !carried?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    offerImage(box, carried.files[0]);
  }, true);
}

/** A pasted or dropped image goes into the part that asks what it shows; only then is it sent. */
function offerImage(box, file) {
  const part = document.getElementById("add-image");
  if (!part || !file.type.startsWith("image/")) return;
  const transfer = new DataTransfer();
  transfer.items.add(file);
  part.open = true;
  const chosen = part.querySelector("input[type='file']");
  chosen.files = transfer.files;
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
  part.querySelector("select").value = box.name;
  part.querySelector("input[type='text']").focus();
}

// No box lies under the bar when the focus comes to it, however many rows its buttons need: styles/staff/editor.css.
for (const bar of document.querySelectorAll(".kb-bar")) {
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--kb-bar-height", `${bar.offsetHeight + 16}px`);
  }).observe(bar);
  // A browser shows the place to type in a tall box, and not the whole box.
  document.addEventListener("keyup", ({ key }) => {
    if (key === "Tab") document.activeElement.scrollIntoView({ block: "nearest" });
  });
}

for (const form of document.querySelectorAll("[data-editor]")) new Editor(form);
startPreviews();
