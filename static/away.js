// While the site cannot be reached: the text is kept in this browser, said to be, and sent again until it is up. What an
// earlier page left here is offered.

const { Kept, inWords } = await import(document.querySelector("script[data-kept]").dataset.kept);

const AGAIN = 5_000; // milliseconds
const PAUSE = 500; // without a key before what was typed is kept
const PLACE = ["base_revision", "page", "turn"];
const LATER = 100; // turns: more than a page sends between two texts that it keeps
const KEPT = "The site cannot be reached. Your text is kept in this browser, and is saved when the site can be reached.";
const NOT_KEPT = "Not saved: the site cannot be reached, and this browser cannot keep your text. " +
  "Leave this page open, or copy what you need.";

/** All that the form would send, but for files. */
function pairsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
}

const wordsOf = (pairs) => JSON.stringify(pairs.filter(([name]) => !PLACE.includes(name) && !name.endsWith("_was")));

export class Away {
  #form;
  #voice;
  #kept;
  #again;
  #isAway = false;
  #timer = 0;
  #typing = 0;

  /** `again` sends the text. */
  constructor(form, voice, again) {
    this.#form = form;
    this.#voice = voice;
    this.#again = again;
    const { tag, key, draft } = form.dataset;
    this.#kept = new Kept({ tag, key, draft, page: form.elements.page.value });
    addEventListener("online", () => { if (this.#isAway) again(); });
    form.addEventListener("input", () => {
      clearTimeout(this.#typing);
      if (this.#isAway) this.#typing = setTimeout(() => this.#keep(), PAUSE);
    });
  }

  #keep() {
    return this.#kept.keep(JSON.stringify(pairsOf(this.#form)));
  }

  /** Something did not arrive; `words` are said rather than where the text is. */
  async begin(words = "") {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#again, AGAIN);
    this.#isAway = true;
    const isKept = await this.#keep();
    if (this.#isAway) this.#voice.sayNot(isKept ? words || KEPT : NOT_KEPT);
  }

  /** The text is up. */
  end() {
    if (!this.#isAway) return;
    this.#isAway = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#typing);
    this.#kept.remove();
  }

  /** `restore` puts such a text into the form. */
  async offer(restore) {
    const here = wordsOf(pairsOf(this.#form));
    const texts = (await this.#kept.left()).map((one) => ({ ...one, pairs: JSON.parse(one.text) }));
    for (const { name, pairs } of texts) if (wordsOf(pairs) === here) this.#kept.drop(name); // it arrived after all
    const [text] = texts.filter(({ pairs }) => wordsOf(pairs) !== here).sort((one, other) => other.at - one.at);
    const panel = document.querySelector("[data-left]");
    panel.hidden = !text;
    if (!text) return;
    panel.querySelector("[data-left-at]").textContent = inWords(text.at);
    panel.querySelector("[data-left-take]").onclick = () => this.#take(text, restore);
    panel.querySelector("[data-left-drop]").onclick = () => {
      this.#kept.drop(text.name);
      this.offer(restore);
      document.querySelector("[data-title]").closest("h1").focus();
    };
  }

  /** From here on the page is the one that the text was typed on. */
  async #take({ name, pairs }, restore) {
    if (!(await restore(pairs))) return;
    const before = new Map(pairs);
    for (const place of PLACE) this.#form.elements[place].value = before.get(place);
    this.#form.elements.turn.value = Number(before.get("turn")) + LATER;
    this.#kept.goOnWith(name);
    this.#isAway = true;
    document.querySelector("[data-left]").hidden = true;
    document.querySelector("[data-title]").closest("h1").focus();
  }
}
