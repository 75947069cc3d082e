// What the editor asks of the site, and what it says of the answers: at the side for the eye, and in the bar.

const SUMMARY = ".nhsuk-error-summary";
const SOON = 50; // milliseconds
const LONGEST = 60_000; // until an answer is given up

export const parse = (html) => new DOMParser().parseFromString(html, "text/html");

// What a page carries beside the text, and where a step could go.
const NO_TEXT = ["csrfmiddlewaretoken", "base_revision", "page", "turn", "owner_was", "why_was"];

export function textOf(form) {
  const data = new FormData(form);
  for (const name of [...data.keys()]) if (NO_TEXT.includes(name) || name.endsWith(".to")) data.delete(name);
  return JSON.stringify([...data].map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
}

/** Without what was typed before there was a script. */
export function textAsShown(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return textOf(copy);
}

/** The state of the text. Heard is what was done by hand, and what is wrong: an autosave says nothing aloud. */
export class Voice {
  #state;
  #said;
  #problem = ""; // what is wrong now

  constructor(form) {
    this.#state = form.querySelector("[data-state]");
    this.#said = form.querySelector("[data-said]");
  }

  get isOfProblem() {
    return Boolean(this.#problem);
  }

  say(words, way = null) {
    if (this.#state.textContent.trim() === words) return;
    this.#state.replaceChildren(words);
    if (way) this.#state.append(" ", linkTo(way));
  }

  /** Once; the same words again are said again. */
  sayAloud(words, way = null) {
    this.#problem = "";
    // The link that somebody pressed goes with the words it stands in: they go on at the button beside it.
    if (this.#said.contains(document.activeElement)) this.#said.parentElement.querySelector("button").focus();
    this.#said.textContent = "";
    setTimeout(() => {
      this.#said.replaceChildren(words);
      if (way) this.#said.append(" ", linkTo(way));
    }, SOON);
  }

  /** Answers that it is not done. While the same stays wrong it is said aloud once. */
  sayNot(problem, way = null) {
    this.say(problem, way);
    if (this.#problem !== problem) this.sayAloud(problem, way);
    this.#problem = problem;
    return false;
  }

  /** What stands in the way, above the page, as where a whole page comes back. Whether anything does. */
  explain(page) {
    const summary = page.querySelector(SUMMARY);
    document.querySelector(SUMMARY)?.remove();
    if (!summary) return false;
    document.querySelector("main h1").before(summary);
    summary.tabIndex = -1;
    summary.focus();
    return true;
  }

  /** The name of the draft is its title as it was saved. */
  entitle(title) {
    const place = document.querySelector("[data-title]");
    document.title = document.title.replace(place.textContent.trim(), title);
    place.textContent = title;
  }
}

function linkTo({ href, textContent }) {
  return Object.assign(document.createElement("a"), { href, textContent, target: "_blank" });
}

/** Sends a form, with a new token where the old one is good for nothing, since somebody signed in. */
export class Site {
  #form;

  constructor(form) {
    this.#form = form;
  }

  #send(address, body) {
    body.set("csrfmiddlewaretoken", this.#form.elements.csrfmiddlewaretoken.value);
    return fetch(address, { method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(LONGEST) });
  }

  async post(address, body) {
    const answer = await this.#send(address, body);
    if (answer.status !== 403) return answer;
    return await this.#renew() ? this.#send(address, body) : answer;
  }

  /** The page itself has a new token, if it is still the same person's. */
  async #renew() {
    const answer = await fetch(this.#form.action, { credentials: "same-origin" });
    const form = parse(await answer.text()).querySelector("[data-editor]");
    if (!answer.ok || form?.dataset.tag !== this.#form.dataset.tag) return false;
    this.#form.elements.csrfmiddlewaretoken.value = form.elements.csrfmiddlewaretoken.value;
    return true;
  }
}
