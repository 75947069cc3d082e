// The editor: one queue for everything that goes to the site, so that nobody is in conflict with themselves. It saves
// by itself, by hand and with Ctrl and S, adds and moves rows while somebody types, and loses nothing when the sign-in
// runs out. Without this module every button is a submit, and the page that comes back holds everything typed.

const EVERY = 20_000; // milliseconds
const FILE = "[name='image.file']";
const { dataset } = document.querySelector("script[data-merging]");
const { Hand, addRow, replace, stateOf, tellNotes } = await import(dataset.merging);
const { Away } = await import(dataset.away);
const { Site, Voice, parse, textAsShown, textOf } = await import(dataset.site);

class Editor {
  #form;
  #saved;
  #queue = [];
  #isBusy = false;
  #isLeaving = false;
  #hand;
  #voice;
  #site;
  #others;
  #things;
  #away;

  constructor(form) {
    this.#form = form;
    this.#voice = new Voice(form);
    this.#site = new Site(form);
    this.#hand = new Hand(form);
    this.#things = form.querySelector("[data-state]").textContent.trim().split(" · ").at(-1);
    this.#others = form.querySelector("[data-others]");
    this.#saved = "unsaved" in form.dataset ? "" : textAsShown(form);
    form.addEventListener("submit", (event) => this.#onSubmit(event));
    form.addEventListener("kb:save", () => this.#save({ isByHand: true }));
    form.addEventListener("click", (event) => this.#onClick(event));
    form.addEventListener("keydown", (event) => this.#onKey(event));
    document.addEventListener("keydown", (event) => this.#onShortcut(event));
    setInterval(() => this.#save(), EVERY);
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#save(); });
    window.addEventListener("beforeunload", (event) => {
      if (!this.#isLeaving && (this.#isChanged || this.#isPicking)) event.preventDefault();
    });
    this.#away = new Away(form, this.#voice, () => this.#save());
    this.#away.offer((pairs) => this.#putIn(pairs));
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
        const isAway = error instanceof TypeError || error.name === "TimeoutError" || error.message === "Not done";
        if (!isAway) console.error(error);
        next.fail();
      }
    }
    this.#isBusy = false;
  }

  /** `then` is the button that leads on once the text is saved. */
  #save({ isByHand = false, then = null } = {}) {
    if (this.#isLeaving) return;
    const waiting = this.#queue.find((job) => job.isSave);
    const job = waiting ?? { isSave: true, send: () => this.#send(job), fail: () => this.#isLost(job) };
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
    this.#away.end();
    if (!isText) return true;
    this.#saved = text;
    this.#form.elements.base_revision.value = said.base_revision;
    for (const [name, value] of Object.entries(said.beside)) this.#form.elements[name].value = value;
    this.#form.dispatchEvent(new Event("kb:saved"));
    this.#voice.entitle(said.title);
    this.#voice.say(`${said.saved} · ${this.#things}`);
    this.#check(said.saved);
    if (isByHand && said.is_refused) await this.#exchange("then", "save"); // which says above the form what it is
    else this.#voice.sayAloud(isByHand || this.#voice.isOfProblem ? `Saved, ${said.at}` : "");
    return !said.is_refused;
  }

  /** What is to mend, asked beside the queue: no save waits for it. */
  async #check(saved) {
    const parts = this.#parts;
    const body = this.#bodyOfText(false);
    body.append("check", "1");
    const text = this.#saved;
    const answer = await this.#site.post(this.#form.dataset.autosave, body).catch(() => null);
    if (!answer?.ok || !parts.isConnected || text !== this.#saved) return;
    const { checked, to_mend: number } = await answer.json();
    tellNotes(this.#form, parse(checked));
    this.#things = `${number === 1 ? "1 thing" : `${number} things`} to mend before review`;
    if (!this.#voice.isOfProblem) this.#voice.say(`${saved} · ${this.#things}`);
  }

  #sayOvertaken(said, isLeft) {
    this.#voice.sayNot(said.problem, { href: said.address, textContent: "Look at it" });
    if (!isLeft) return;
    this.#isLeaving = true; // all that was typed is kept there
    location.assign(said.address);
  }

  /** Where nothing was to be saved, nothing is said: a page that only says that it is open can do so later. */
  #isLost({ isByHand }) {
    if (isByHand || this.#isChanged) this.#away.begin();
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
    if (blank) addRow(blank, this.#parts, from.closest(".kb-rows-more"));
    const job = { pressed: blank ? "look" : pressed, from, isAdded: Boolean(blank) };
    job.send = () => job.pressed && this.#exchange("press", job.pressed, job);
    job.fail = () => this.#failToPress(job);
    this.#ask(job);
  }

  #failToPress({ isAdded, from }) {
    if (isAdded) return this.#away.begin();
    if (from?.isConnected && !this.#parts.contains(document.activeElement)) from.focus();
    return this.#away.begin("The site cannot be reached. Your text is kept in this browser: press the button again.");
  }

  /** Sends the form with one button pressed; the answer is a page with the form as it is then. */
  async #exchange(name, value, { from = null, isAdded = false, pairs = null } = {}) {
    const old = this.#parts;
    const sent = stateOf(old);
    const body = this.#bodyOfForm(name, value, pairs);
    const answer = await this.#site.post(this.#form.action, body);
    if (answer.status >= 500 || answer.status === 408) throw new Error("Not done");
    const page = parse(await answer.text());
    const parts = page.querySelector("[data-parts]");
    if (!parts) return this.#leaveFor(answer);
    await this.#hand.letGo();
    if (name === "then") this.#noteSaved(page);
    const wasBox = document.activeElement !== from && old.contains(document.activeElement);
    const { files } = old.querySelector(FILE);
    const renamed = replace(old, parts, sent, value);
    if (value !== "image" || !answer.ok) parts.querySelector(FILE).files = files; // no answer brings a file back
    this.#form.querySelector("[data-blanks]").replaceWith(page.querySelector("[data-blanks]"));
    this.#renamePresses(renamed);
    document.dispatchEvent(new Event("kb:added"));
    this.#sayState(page);
    if (name === "then") this.#voice.entitle(page.querySelector("[data-title]").textContent.trim());
    if ((!isAdded && this.#voice.explain(page)) || wasBox || isAdded || name === "then") return answer.ok;
    (parts.querySelector("[autofocus]") ?? parts.querySelector(`[value="${CSS.escape(value)}"]`))?.focus();
    return true;
  }

  #sayState(page) {
    const state = page.querySelector("[data-state]").textContent.trim();
    this.#things = state.split(" · ").at(-1);
    this.#voice.say(state);
  }

  #bodyOfForm(name, value, pairs) {
    this.#nextTurn();
    const body = pairs ? new FormData() : new FormData(this.#form);
    for (const [box, text] of pairs ?? []) body.append(box, text);
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

  /** A text of an earlier page, as if it stood in this one. Whether it does now. */
  #putIn(pairs) {
    return new Promise((done) => {
      const fail = () => { done(false); this.#away.begin(); };
      this.#ask({ fail, send: async () => done(await this.#exchange("press", "look", { pairs })) });
    });
  }

  #noteSaved(page) {
    this.#away.end();
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
}

for (const form of document.querySelectorAll("[data-editor]")) new Editor(form);
