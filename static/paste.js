// What is pasted into a box for Markdown: of Word, Outlook, Excel, OneNote and web pages the headings, lists, tables,
// bold words and links stay, as Markdown; a picture of the words that comes beside them is not looked at. A line below
// the box says what was done and gives the plain text instead. With Shift, Ctrl and V paste as plain text at once.

const BOX = ".markdownx-editor";
const SOON = 50; // milliseconds
const MOST_HTML = 4_000_000; // characters
const { dataset } = document.querySelector("script[data-pasted]");
const { put } = await import(dataset.typing);

let converter = null; // comes when somebody goes into a box for the first time
let isPlainAsked = false;

async function load() {
  converter ??= await import(dataset.pasted).catch(() => null);
  return converter;
}

// --- What it is -------------------------------------------------------------------------------------------------

// As kb/lib/markdown/typed.py, and the bullets of the fonts Symbol and Wingdings.
const BULLET = new RegExp("^([ \\t\\u00a0]*)(?:[•▪◦‣●○■·\\uf0b7\\uf0a7\\uf0d8][ \\t\\u00a0]+" +
  "|[-–—*+][\\t\\u00a0][ \\t\\u00a0]*|([o§])[\\t\\u00a0][ \\t\\u00a0]*)(?=\\S)");
const NUMBER = /^ {0,3}(\d{1,9}[.)])[\t\u00a0]+(?=\S)/;

/** A list as a word processor writes it where only text is taken: its marks as Markdown's. */
function withLists(text) {
  const mark = (all, indent, lower) => `${lower || indent.replaceAll("\t", "    ").length > 1 ? "  " : ""}- `;
  return text.split("\n").map((line) => line.replace(BULLET, mark).replace(NUMBER, "$1 ")).join("\n");
}

function hasWords(html, plain, file) {
  if (!html) return Boolean(plain.trim()) && plain.trim() !== file.name;
  const words = html.replace(/<!--[^]*?-->|<(style|script|title)\b[^]*?<\/\1>|<[^>]*>|&nbsp;/gi, "");
  return Boolean(words.replace(/^Version:\d[^<]*/, "").trim());
}

/** What goes into the box, or null where the browser's own paste is right. */
function read({ html, plain, from }) {
  const isOfEditor = /<div style="[^"]*font-family:[^"]*(?:Consolas|monospace)[^"]*white-space:\s*pre/i.test(html);
  if (!html || isOfEditor || html.length > MOST_HTML) {
    const text = withLists(plain);
    return text === plain ? null : { text, kinds: ["list"], left: { pictures: 0, struck: 0 } };
  }
  try {
    const found = converter.fromHtml(html, { from });
    const isNoMore = !found.kinds.length && !found.text.includes("\n") && !found.left.struck && !found.left.pictures;
    return isNoMore || !found.text ? null : found;
  } catch (error) {
    if (error.name !== "TooLarge") console.error(error);
    return { text: plain, kinds: [], left: { pictures: 0, struck: 0 }, isTooLarge: error.name === "TooLarge" };
  }
}

// --- What is said -----------------------------------------------------------------------------------------------

const NAMES = { headings: "headings", list: "a list", table: "a table", bold: "bold words", italics: "italics",
  links: "links", code: "code" };

function sentences({ kinds, left, isTooLarge }) {
  const names = kinds.map((kind) => NAMES[kind]);
  const last = names.pop();
  const said = [];
  if (isTooLarge) said.push("The table is too large for a page: pasted as plain text.");
  else if (kinds.length === 1 && /^a /.test(last)) said.push(`Pasted as ${last}.`);
  else if (last) said.push(`Pasted with ${names.length ? `${names.join(", ")} and ` : ""}${last}.`);
  else said.push("Pasted.");
  if (left.pictures === 1) said.push("A picture was left out: copy it by itself, then paste it.");
  if (left.pictures > 1) said.push(`${left.pictures} pictures were left out: copy and paste each by itself.`);
  if (left.struck) said.push("Words that were struck out were left out.");
  return said.join(" ");
}

/** The line below a box. */
class Line {
  #box;
  #said = document.createElement("p");
  #button = document.createElement("button");
  #pasted = null;

  constructor(box) {
    this.#box = box;
    const holder = document.createElement("div");
    holder.className = "kb-pasted";
    this.#said.setAttribute("role", "status");
    Object.assign(this.#button, { type: "button", className: "kb-tools__button", hidden: true });
    this.#button.textContent = "Paste as plain text instead";
    this.#button.addEventListener("click", () => this.#makePlain());
    holder.append(this.#said, this.#button);
    box.after(holder);
    box.addEventListener("input", () => this.#endIfGone());
  }

  tell(pasted) {
    this.#pasted = pasted;
    this.#say(sentences(pasted));
    this.#button.hidden = Boolean(pasted.isTooLarge);
  }

  /** Of something else than a paste. */
  say(words) {
    this.#pasted = null;
    this.#button.hidden = true;
    this.#say(words);
  }

  /** Heard once; the same words again are heard again. */
  #say(words) {
    this.#said.textContent = "";
    if (words) setTimeout(() => { this.#said.textContent = words; }, SOON);
  }

  get #place() {
    const { text, start } = this.#pasted;
    return this.#box.value.startsWith(text, start) ? start : this.#box.value.indexOf(text);
  }

  #endIfGone() {
    if (!this.#pasted || this.#place >= 0) return;
    this.#pasted = null;
    this.#say("");
    this.#button.hidden = true;
  }

  #makePlain() {
    const { text, plain } = this.#pasted;
    const start = this.#place;
    this.#pasted = null;
    this.#button.hidden = true;
    put(this.#box, plain, start, start + text.length);
    this.#say("Pasted as plain text.");
  }
}

const lines = new WeakMap();

function lineOf(box) {
  if (!lines.has(box)) lines.set(box, new Line(box));
  return lines.get(box);
}

// --- Where it goes ----------------------------------------------------------------------------------------------

const MARK = /^[ \t]*(?:[-*+]|\d+[.)])[ \t]+$/;

/** Blocks of their own begin behind an empty line; a mark that waits for its first word makes way for a list. */
function goIn(box, found, plain) {
  const { selectionStart, selectionEnd: end, value } = box;
  let [start, lead, trail] = [selectionStart, "", ""];
  if (/\n|^(?:[-*#|]|\d+[.)]) /.test(found.text)) {
    const begin = value.lastIndexOf("\n", start - 1) + 1;
    if (found.kinds.includes("list") && MARK.test(value.slice(begin, start))) start = begin;
    const before = value.slice(0, start);
    const after = value.slice(end);
    lead = before.trim() ? "\n".repeat(Math.max(0, 2 - /\n*$/.exec(before)[0].length)) : "";
    trail = after.trim() ? "\n".repeat(Math.max(0, 2 - /^\n*/.exec(after)[0].length)) : "";
  }
  const length = lead.length + found.text.length;
  put(box, `${lead}${found.text}${trail}`, start, end, [length, length]);
  const isSaid = found.kinds.length || found.left.pictures || found.left.struck || found.isTooLarge;
  if (isSaid) lineOf(box).tell({ ...found, plain, start: start + lead.length });
}

async function takeLater(box, carried) {
  await load();
  const plain = { text: carried.plain, kinds: [], left: {} };
  goIn(box, (converter && read(carried)) ?? plain, carried.plain);
}

// django-markdownx would send a pasted file before anybody has said what it shows: it does not hear of one.
document.addEventListener("paste", (event) => {
  const { target: box, clipboardData: data } = event;
  if (!box.matches?.(BOX) || !data) return;
  const [file] = data.files;
  if (file) event.stopPropagation();
  if (isPlainAsked) return;
  const [html, plain] = ["text/html", "text/plain"].map((kind) => data.getData(kind).replace(/\r\n?/g, "\n"));
  if (file && !hasWords(html, plain, file)) {
    event.preventDefault();
    box.dispatchEvent(new CustomEvent("kb:picture", { detail: file, bubbles: true }));
    return;
  }
  // In "Good to know" a heading of the first rank is ###, in a step it is #: kb/pages.
  const carried = { html, plain, from: box.name === "background" ? 3 : 1 };
  if (html && !converter) {
    event.preventDefault();
    takeLater(box, carried);
    return;
  }
  const found = read(carried);
  if (!found) return;
  event.preventDefault();
  goIn(box, found, plain);
}, true);

document.addEventListener("keydown", (event) => {
  isPlainAsked = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
}, true);
document.addEventListener("keyup", () => { isPlainAsked = false; }, true);

document.addEventListener("kb:say", ({ target, detail }) => lineOf(target).say(detail));

document.addEventListener("focusin", ({ target: box }) => {
  if (!box.matches?.(BOX)) return;
  load();
  lineOf(box);
});
