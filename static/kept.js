// Text that could not go to the site is kept in this browser: under a tag that names nobody, and sealed with a key that
// only the pages of its own account have. It goes when it is saved, thrown away, at sign-out, and after a week.

const PREFIX = "kb:text:";
const LONGEST = 1_000_000; // characters of one text
const WEEK = 7 * 24 * 60 * 60 * 1000; // milliseconds

const toText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));
const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** As the pages say it: 30 November 2026, 3:12am. */
export function inWords(at) {
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(at);
  const moment = new Date(at);
  const minutes = String(moment.getMinutes()).padStart(2, "0");
  return `${day}, ${moment.getHours() % 12 || 12}:${minutes}${moment.getHours() < 12 ? "am" : "pm"}`;
}

function names() {
  try {
    return Object.keys(localStorage);
  } catch {
    return []; // a browser may refuse to keep anything
  }
}

function* entries(start) {
  for (const name of names()) {
    if (!name.startsWith(start)) continue;
    try {
      yield [name, JSON.parse(localStorage.getItem(name))];
    } catch {
      localStorage.removeItem(name);
    }
  }
}

/** Whoever it belongs to: a browser that many share keeps nothing for ever. */
export function forgetOld() {
  for (const [name, { at }] of entries(PREFIX)) if (!(at > Date.now() - WEEK)) localStorage.removeItem(name);
}

/** The texts of an account, without their words: where each belongs, and since when it is here. */
export function textsOf(tag) {
  return [...entries(`${PREFIX}${tag}:`)].map(([name, { at, address }]) => ({ name, at, address }));
}

export function forget(tag) {
  for (const { name } of textsOf(tag)) localStorage.removeItem(name);
}

export class Kept {
  #name;
  #start;
  #key;
  #turn = Promise.resolve(); // one after the other
  #isOver = false;

  /** `page` is the key of the open page: two windows keep two texts. */
  constructor({ tag, key, draft, page }) {
    this.#start = `${PREFIX}${tag}:${draft}:`;
    this.#key = crypto.subtle?.importKey("raw", Uint8Array.from(key.match(/../g), (two) => parseInt(two, 16)),
      "AES-GCM", false, ["encrypt", "decrypt"]);
    this.#take(this.#start + page);
    // Somebody signed out in another window: nothing is kept for them any more.
    addEventListener("storage", ({ key: name, newValue }) => {
      if (name === this.#name && newValue === null) this.#isOver = true;
    });
    forgetOld();
  }

  /** As long as this window is open, no other one offers its text. */
  #take(name) {
    this.#name = name;
    navigator.locks?.request(name, { ifAvailable: true }, () => new Promise(() => {}));
  }

  #next(act) {
    this.#turn = this.#turn.then(act).catch(() => false);
    return this.#turn;
  }

  /** Whether it is kept: a browser may be full, or may keep nothing. */
  keep(text) {
    return this.#next(async () => {
      if (this.#isOver || text.length > LONGEST) return false;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const bytes = new TextEncoder().encode(text);
      const sealed = toText(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.#key, bytes));
      const entry = { at: Date.now(), address: location.pathname, iv: toText(iv), sealed };
      localStorage.setItem(this.#name, JSON.stringify(entry));
      return true;
    });
  }

  remove() {
    return this.#next(() => localStorage.removeItem(this.#name));
  }

  /** What earlier pages of this draft left here. */
  async left() {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    const open = new Set(held.map((lock) => lock.name));
    const found = [];
    for (const [name, entry] of entries(this.#start)) {
      if (open.has(name)) continue;
      const text = await this.#read(entry);
      if (text === null) localStorage.removeItem(name);
      else found.push({ name, at: entry.at, text });
    }
    return found;
  }

  async #read({ iv, sealed }) {
    try {
      const way = { name: "AES-GCM", iv: toBytes(iv) };
      return new TextDecoder().decode(await crypto.subtle.decrypt(way, await this.#key, toBytes(sealed)));
    } catch {
      return null; // sealed with a key that is no more
    }
  }

  /** The page goes on with a text that an earlier one left, and keeps it under its name. */
  goOnWith(name) {
    this.#take(name);
  }

  drop(name) {
    localStorage.removeItem(name);
  }
}
