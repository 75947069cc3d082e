// The page as readers will see it, beside the editor's form, in windows wide enough for both.
// It is the draft as it was last saved. What changes in it is put in its place: the frame is not loaded again, so it
// keeps its scroll position, takes no focus, and a screen reader is told of nothing.

const WIDE = matchMedia("(min-width: 75em)"); // as styles/staff/beside.css
const DESKTOP = 960; // pixels: from here on the page stands as on any larger screen
const NARROW = 600; // a desktop in a column below this is too small to read

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

class Beside {
  #part;
  #form;
  #box;
  #frame = null;
  #audience = "user";
  #isStale = false;

  constructor(part) {
    this.#part = part;
    this.#form = part.closest("form");
    this.#box = part.querySelector("[data-address]");
    part.addEventListener("click", (event) => this.#onClick(event));
    this.#form.addEventListener("kb:saved", () => this.#refresh());
    // Nobody is thrown out of what they read: what was saved meanwhile is shown once they have left the frame.
    document.addEventListener("focusin", () => { if (this.#isStale) this.#refresh(); });
    new ResizeObserver(() => this.#scale()).observe(this.#box);
    WIDE.addEventListener("change", () => this.#start());
    this.#start();
  }

  get #address() {
    return `${this.#box.dataset.address}?for=${this.#audience}`;
  }

  #start() {
    if (this.#frame || !WIDE.matches) return;
    this.#setWidth(this.#box.clientWidth < NARROW ? "phone" : "desktop");
    this.#frame = document.createElement("iframe");
    const facts = { className: "kb-beside__frame", title: "The page as it was last saved", src: this.#address };
    Object.assign(this.#frame, facts);
    this.#frame.addEventListener("load", () => this.#listen());
    this.#box.append(this.#frame);
  }

  #scale() {
    const scale = Math.min(1, this.#box.clientWidth / DESKTOP);
    if (scale) this.#box.style.setProperty("--kb-scale", scale);
  }

  #onClick({ target }) {
    const button = target.closest("button");
    if (!button) return;
    const { for: audience, width, refresh } = button.dataset;
    if (audience) this.#setAudience(audience);
    if (width) this.#setWidth(width);
    if (refresh !== undefined) this.#form.dispatchEvent(new Event("kb:save"));
  }

  #press(name, chosen) {
    for (const button of this.#part.querySelectorAll(`[data-${name}]`)) {
      button.setAttribute("aria-pressed", String(button.dataset[name] === chosen));
    }
  }

  #setAudience(audience) {
    this.#audience = audience;
    this.#press("for", audience);
    return this.#refresh({ isAsked: true });
  }

  #setWidth(width) {
    this.#part.classList.toggle("kb-beside--phone", width === "phone");
    this.#press("width", width);
  }

  /** The page's own choice of role stays in the frame; its other links open in a tab of their own. */
  #listen() {
    this.#frame.contentDocument?.addEventListener("click", async (event) => {
      const link = event.target.closest("a[href]");
      if (!link || new URL(link.href).pathname !== this.#box.dataset.address) return;
      event.preventDefault();
      await this.#setAudience(new URL(link.href).searchParams.get("for") || "user");
      this.#frame.contentDocument.querySelector("main [aria-current]")?.focus({ preventScroll: true });
    });
  }

  async #refresh({ isAsked = false } = {}) {
    if (!this.#frame) return;
    this.#isStale = !isAsked && document.activeElement === this.#frame;
    if (this.#isStale) return;
    const asked = this.#address;
    const answer = await fetch(asked, { credentials: "same-origin" });
    // Signed out, or a later choice is on its way: what is shown stays.
    if (!answer.ok || answer.redirected || asked !== this.#address) return;
    this.#put(parse(await answer.text()).querySelector("main"));
  }

  #put(main) {
    const shown = this.#frame.contentDocument?.querySelector("main");
    if (!shown) {
      this.#frame.src = this.#address; // nobody was signed in when it was asked for first
      return;
    }
    const open = [...shown.querySelectorAll("details")].map((part) => part.open);
    main.querySelectorAll("details").forEach((part, place) => { part.open = open[place] ?? part.open; });
    shown.replaceWith(main);
  }
}

for (const part of document.querySelectorAll("[data-beside]")) new Beside(part);
