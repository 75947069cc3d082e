// The editor: one queue for everything that goes to the site, so that nobody is in conflict with themselves. It saves
// by itself, by hand and with Ctrl and S, adds and moves rows while somebody types, and loses nothing when the sign-in
// runs out. Without this module every button is a submit, and the page that comes back holds everything typed.

const EVERY = 20_000; // milliseconds
const FILE = "[name='image.file']";
const SUMMARY = ".nhsuk-error-summary";
const PAUSE = 100;
const LONGEST_HOLD = 30; // pauses
const { dataset } = document.querySelector("script[data-merging]");
const { replace, rowFrom, stateOf, tellNotes } = await import(dataset.merging);
const { Site, Voice, parse, textAsShown, textOf } = await import(dataset.site);

class Editor {
  #form;
  #saved;
  #queue = [];
  #isBusy = false;
  #isLeaving = false;
  #isHeld = false; // under a finger, or in the middle of a character
  #voice;
  #site;
  #others;

  constructor(form) {
    this.#form = form;
    this.#voice = new Voice(form);
    this.#site = new Site(form);
    this.#others = form.querySelector("[data-others]");
    this.#saved = "unsaved" in form.dataset ? "" : textAsShown(form);
    form.addEventListener("submit", (event) => this.#onSubmit(event));
    form.addEventListener("kb:save", () => this.#save({ isByHand: true }));
    form.addEventListener("click", (event) => this.#onClick(event));
    form.addEventListener("keydown", (event) => this.#onKey(event));
    document.addEventListener("keydown", (event) => this.#onShortcut(event));
    for (const kind of ["pointerdown", "compositionstart"]) form.addEventListener(kind, () => { this.#isHeld = true; });
    for (const kind of ["pointerup", "pointercancel", "compositionend"]) {
      document.addEventListener(kind, () => { this.#isHeld = false; });
    }
    setInterval(() => this.#save(), EVERY);
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#save(); });
    window.addEventListener("beforeunload", (event) => {
      if (!this.#isLeaving && (this.#isChanged || this.#isPicking)) event.preventDefault();
    });
    this.#save(); // says at once that somebody is here, and who else is
  }

  get #isChanged() {
    return textOf(this.#form) !== this.#saved;
  }

  get #parts() {
    return this.#form.querySelector("[data-parts]");
  }

  /** What stands in a box for one more may be no part of what was saved. */
  get #isPicking() {
    return [...this.#form.querySelectorAll("input[data-suggestions]")].some((box) => box.value.trim());
  }

  get #isMakingCode() {
    return [...this.#form.querySelectorAll("#newcode input[type='text']")].some((box) => box.value.trim());
  }

  // --- The queue ------------------------------------------------------------------------------------------------

  /** One after the other: each is made of what stands in the form when its turn comes. */
  async #ask(job) {
    this.#queue.push(job);
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#queue.length && !this.#isLeaving) {
      const next = this.#queue.shift();
      try {
        await next.send();
      } catch (error) {
        if (!(error instanceof TypeError) && error.message !== "Not done") console.error(error);
        next.fail();
      }
    }
    this.#isBusy = false;
  }

  /** `then` is the button that leads on once the text is saved. */
  #save({ isByHand = false, then = null } = {}) {
    if (this.#isLeaving) return;
    const waiting = this.#queue.find((job) => job.isSave);
    const job = waiting ?? { isSave: true, send: () => this.#send(job), fail: () => this.#sayAway() };
    job.isByHand ||= isByHand;
    job.then ??= then;
    if (!waiting) this.#ask(job);
  }

  async #send(job) {
    const isWhole = job.isByHand && (this.#isPicking || this.#isMakingCode); // then more changes than a number
    const isSaved = await (isWhole ? this.#exchange("then", "save") : this.#sendText(job.isByHand));
    if (!isSaved || !job.then) return;
    this.#isLeaving = true;
    this.#nextTurn();
    this.#form.requestSubmit(job.then);
  }

  #nextTurn() {
    const { turn } = this.#form.elements;
    turn.value = Number(turn.value) + 1;
  }

  #bodyOfText(isByHand) {
    this.#nextTurn();
    const body = new FormData(this.#form);
    body.delete("image.file");
    if (isByHand) body.append("by_hand", "1");
    return body;
  }

  /** Whether the text is saved. */
  async #sendText(isByHand) {
    const text = textOf(this.#form);
    const isText = isByHand || text !== this.#saved;
    const body = isText ? this.#bodyOfText(isByHand) : new FormData();
    if (!isText) body.append("still", "1");
    const answer = await this.#site.post(this.#form.dataset.autosave, body);
    if (answer.status === 401 || answer.status === 403) return this.#askToSignIn();
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 409) return this.#sayOvertaken(said, isByHand && text === textOf(this.#form));
    if (!answer.ok && said.problem) return this.#voice.sayNot(said.problem); // it came, and was not taken
    if (!answer.ok) throw new Error("Not done");
    this.#others.textContent = said.others.length ? `Also here now: ${said.others.join(", ")}` : "";
    if (!isText) return true;
    this.#saved = text;
    this.#form.elements.base_revision.value = said.base_revision;
    for (const [name, value] of Object.entries(said.beside)) this.#form.elements[name].value = value;
    tellNotes(this.#form, parse(said.checked));
    this.#form.dispatchEvent(new Event("kb:saved"));
    this.#voice.entitle(said.title);
    const things = said.to_mend === 1 ? "1 thing" : `${said.to_mend} things`;
    this.#voice.say(`${said.saved} · ${things} to mend before review`);
    if (isByHand && said.is_refused) await this.#exchange("then", "save"); // which says above the form what it is
    else this.#voice.sayAloud(isByHand || this.#voice.isOfProblem ? `Saved, ${said.at}` : "");
    return !said.is_refused;
  }

  #sayOvertaken(said, isLeft) {
    this.#voice.sayNot(said.problem, { href: said.address, textContent: "Look at it" });
    if (!isLeft) return;
    this.#isLeaving = true; // all that was typed is kept there
    location.assign(said.address);
  }

  #sayAway() {
    this.#voice.sayNot("Not saved: the site cannot be reached. Your text is still here, and is saved as soon as it can be.");
  }

  #askToSignIn() {
    return this.#voice.sayNot("You are signed out. Your text is still here and is saved once you have signed in.",
      { href: this.#form.dataset.signIn, textContent: "Sign in, in a new tab" });
  }

  // --- Rows -----------------------------------------------------------------------------------------------------

  #onSubmit(event) {
    if (this.#isLeaving) return;
    event.preventDefault();
    const button = event.submitter;
    if (button?.name === "press") this.#press(button.value, button);
    else this.#save({ isByHand: true, then: !button || button.value === "save" ? null : button });
  }

  #onShortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!event.repeat) this.#save({ isByHand: true });
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

  /** `from` has the focus again if nothing came of it. */
  #press(pressed, from) {
    const blank = this.#form.querySelector(`template[data-blank="${CSS.escape(pressed)}"]`);
    if (blank) this.#addRow(blank, pressed, from);
    const job = { pressed: blank ? "look" : pressed, from, isAdded: Boolean(blank) };
    job.send = () => job.pressed && this.#exchange("press", job.pressed, job);
    job.fail = () => this.#failToPress(job);
    this.#ask(job);
  }

  /** At once, so that the next key goes into it; the site says afterwards what else changes with it. */
  #addRow(blank, pressed, from) {
    const [, list] = pressed.split(" ");
    const row = rowFrom(blank, this.#parts, list);
    from.closest(".kb-rows-more").before(row);
    document.dispatchEvent(new Event("kb:added"));
    row.querySelector("textarea[name$='.text'], input[type='text'], textarea").focus();
  }

  #failToPress({ isAdded, from }) {
    if (isAdded) return this.#sayAway();
    if (from?.isConnected && !this.#parts.contains(document.activeElement)) from.focus();
    return this.#voice.sayNot("The site cannot be reached. Your text is still here: press the button again in a moment.");
  }

  /** Nothing is put anew under a finger that is about to click. */
  async #letGo() {
    for (let times = 0; this.#isHeld && times < LONGEST_HOLD; times++) await new Promise((done) => { setTimeout(done, PAUSE); });
  }

  /** Sends the form with one button pressed; the answer is a page with the form as it is then. */
  async #exchange(name, value, { from = null, isAdded = false } = {}) {
    const old = this.#parts;
    const sent = stateOf(old);
    const body = this.#bodyOfForm(name, value);
    const answer = await this.#site.post(this.#form.action, body);
    if (answer.status >= 500 || answer.status === 408) throw new Error("Not done");
    const page = parse(await answer.text());
    const parts = page.querySelector("[data-parts]");
    if (!parts) return this.#leaveFor(answer);
    await this.#letGo();
    if (name === "then") this.#noteSaved(page);
    const wasBox = document.activeElement !== from && old.contains(document.activeElement);
    const { files } = old.querySelector(FILE);
    const renamed = replace(old, parts, sent, value);
    if (value !== "image" || !answer.ok) parts.querySelector(FILE).files = files; // no answer brings a file back
    this.#form.querySelector("[data-blanks]").replaceWith(page.querySelector("[data-blanks]"));
    this.#renamePresses(renamed);
    document.dispatchEvent(new Event("kb:added"));
    this.#voice.say(page.querySelector("[data-state]").textContent.trim());
    if (name === "then") this.#voice.entitle(page.querySelector("[data-title]").textContent.trim());
    if (this.#explain(page.querySelector(SUMMARY), isAdded) || wasBox || isAdded || name === "then") return answer.ok;
    (parts.querySelector("[autofocus]") ?? parts.querySelector(`[value="${CSS.escape(value)}"]`))?.focus();
    return true;
  }

  #bodyOfForm(name, value) {
    this.#nextTurn();
    const body = new FormData(this.#form);
    body.append(name, value);
    if (value !== "image") body.delete("image.file");
    return body;
  }

  /** What waits its turn is about rows that may have other numbers by then. */
  #renamePresses(renamed) {
    for (const job of this.#queue) {
      const [verb, list, number] = (job.pressed ?? "").split(" ");
      if (!/^\d+$/.test(number ?? "") || !["up", "down", "remove", "move"].includes(verb)) continue;
      const now = renamed(`${list}.${number}.x`);
      job.pressed = now ? `${verb} ${list} ${now.split(".")[1]}` : "";
    }
  }

  #noteSaved(page) {
    const form = page.querySelector("[data-editor]");
    this.#saved = textOf(form);
    this.#form.elements.base_revision.value = form.elements.base_revision.value;
    this.#voice.sayAloud(page.querySelector(".nhsuk-notification-banner__heading")?.textContent ?? "");
    this.#form.dispatchEvent(new Event("kb:saved"));
  }

  /** Another page than the form: to sign in, to merge two texts, or of a draft that is closed. */
  #leaveFor(answer) {
    if (answer.status === 403 || new URL(answer.url).pathname === this.#form.dataset.signIn) return this.#askToSignIn();
    this.#isLeaving = true;
    location.assign(answer.redirected ? answer.url : this.#form.action);
    return false;
  }

  /** Above the page, as where a whole page comes back. */
  #explain(summary, isQuiet) {
    if (isQuiet) return false;
    document.querySelector(SUMMARY)?.remove();
    if (!summary) return false;
    document.querySelector("main h1").before(summary);
    summary.tabIndex = -1;
    summary.focus();
    return true;
  }
}

for (const form of document.querySelectorAll("[data-editor]")) new Editor(form);
