// Format tools above the boxes for Markdown, each taken back by Ctrl and Z and by pressing it again; Enter goes on with
// a list or a table, and an empty point or row ends it. The Tab key is left alone: it leads out of the box.

const BOX = ".markdownx-editor";
const { dataset } = document.querySelector("script[data-typing]");
const { put } = await import(dataset.typing);

const POINT = /^([ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(?=(.*))/;
const MARKS = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)[ \t]+)*/; // what a line begins with and no bold word holds
const ROW = /^[ \t]*\|/;
const RULE = /^[ \t|:-]*-[ \t|:-]*$/;

/** The lines that are marked, wholly: where they stand, and from where to where each is marked. */
function markedLines({ value, selectionStart, selectionEnd }) {
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const end = (value.indexOf("\n", last) + value.length + 1) % (value.length + 1);
  let at = start;
  const lines = value.slice(start, end).split("\n").map((text) => {
    const line = { text, from: Math.max(0, selectionStart - at), to: Math.min(text.length, last - at) };
    at += text.length + 1;
    return line;
  });
  return { start, end, lines };
}

/** Without the marks of the line and the spaces at its ends; the word under the caret where nothing is marked. */
function wordsIn({ text, from, to }, isMarked) {
  let [start, end] = [Math.max(from, MARKS.exec(text)[0].length), to];
  if (!isMarked) {
    start = from - /[\p{L}\p{N}_’'-]*$/u.exec(text.slice(0, from))[0].length;
    end = to + /^[\p{L}\p{N}_’'-]*/u.exec(text.slice(to))[0].length;
  }
  while (start < end && !text[start].trim()) start++;
  while (end > start && !text[end - 1].trim()) end--;
  return [start, end];
}

/** Where the marks stand around or inside of what is marked, or null. */
function wrapped(text, start, end, mark) {
  const { length } = mark;
  const isAround = start >= length && text.startsWith(mark, start - length) && text.startsWith(mark, end);
  if (isAround) return [start - length, end];
  const inside = text.slice(start, end);
  const isInside = inside.length > 2 * length && inside.startsWith(mark) && inside.endsWith(mark);
  return isInside ? [start, end - length] : null;
}

function without(text, places, length) {
  return places.reduceRight((left, place) => left.slice(0, place) + left.slice(place + length), text);
}

/** On every marked line; off where it is on in all of them. */
function toggleAround(box, mark, sample) {
  const isMarked = box.selectionStart !== box.selectionEnd;
  const { start, end, lines } = markedLines(box);
  const found = lines.map((line) => ({ ...line, words: wordsIn(line, isMarked) }));
  const full = found.filter(({ words: [from, to] }) => to > from);
  if (!full.length) {
    const { selectionStart: at } = box;
    put(box, `${mark}${sample}${mark}`, at, at, [mark.length, mark.length + sample.length]);
    return;
  }
  const isOn = full.every(({ text, words }) => wrapped(text, ...words, mark));
  const texts = found.map(({ text, words: [from, to] }) => {
    const places = to > from && wrapped(text, from, to, mark);
    if (isOn) return places ? without(text, places, mark.length) : text;
    if (places || to === from) return text;
    return `${text.slice(0, from)}${mark}${text.slice(from, to)}${mark}${text.slice(to)}`;
  });
  const whole = texts.join("\n");
  put(box, whole, start, end, full.length > 1 ? [0, whole.length] : wordsAfter(full[0], lines, mark, isOn));
}

/** Where the words of the only line stand then, counted from the first marked line. */
function wordsAfter({ text, words: [from, to] }, lines, mark, isOn) {
  const place = lines.findIndex((line) => line.text === text);
  const before = lines.slice(0, place).reduce((sum, line) => sum + line.text.length + 1, 0);
  const isAround = isOn && wrapped(text, from, to, mark)[0] < from;
  const isInside = isOn && !isAround;
  const start = before + from + (isOn ? 0 : mark.length) - (isAround ? mark.length : 0);
  return [start, start + to - from - (isInside ? 2 * mark.length : 0)];
}

/** Each marked line is a point; off where all of them are. */
function toggleList(box, isNumbered) {
  const { start, end, lines } = markedLines(box);
  const { value } = box;
  const full = lines.filter(({ text }) => text.trim());
  if (!full.length) {
    const lead = value.slice(0, start).trim() && !value.slice(0, start).endsWith("\n\n") ? "\n" : "";
    put(box, `${lead}${isNumbered ? "1. " : "- "}`, start, end);
    return;
  }
  const isOn = full.every(({ text }) => Boolean(isNumbered ? POINT.exec(text)?.[3] : POINT.exec(text)?.[2]));
  let number = 0;
  const texts = lines.map(({ text }) => {
    if (!text.trim()) return text;
    const plain = text.replace(POINT, "$1");
    return isOn ? plain : plain.replace(/^[ \t]*/, `$&${isNumbered ? `${++number}. ` : "- "}`);
  });
  const isApart = !start || /\n\n$|^\n$/.test(value.slice(0, start)) || POINT.test(lineBefore(value, start));
  const lead = isOn || isApart ? "" : "\n";
  const after = value.slice(end);
  const trail = isOn || !after.trim() || after.startsWith("\n\n") || POINT.test(after.slice(1)) ? "" : "\n";
  const text = texts.join("\n");
  const last = lead.length + text.length;
  put(box, `${lead}${text}${trail}`, start, end, [lines.length > 1 ? lead.length : last, last]);
}

const lineBefore = (value, start) => value.slice(value.lastIndexOf("\n", start - 2) + 1, start - 1);

const LINK = /\[([^\]\n]*)\]\(([^)\n]*)\)/g;

/** The address is marked, to be written over; a link is words again. */
function toggleLink(box) {
  const { value, selectionStart, selectionEnd } = box;
  const link = [...value.matchAll(LINK)].find(({ index, 0: all }) =>
    index <= selectionStart && selectionEnd <= index + all.length);
  if (link) {
    put(box, link[1], link.index, link.index + link[0].length, [0, link[1].length]);
    return;
  }
  if (selectionStart === selectionEnd) {
    put(box, "[who can help](/who-can-help/)", selectionStart, selectionEnd, [1, 13]);
    return;
  }
  const { start, end, lines } = markedLines(box);
  let select = null;
  const texts = lines.map((line) => {
    const [from, to] = wordsIn(line, true);
    if (to === from) return line.text;
    const words = line.text.slice(from, to);
    const isAddress = /^(?:https?:|mailto:|tel:|\/)\S+$/.test(words);
    select ??= isAddress ? [from + 1, from + 6] : [from + words.length + 3, from + words.length + 11];
    const made = isAddress ? `[words](${words})` : `[${words}](https://)`;
    return line.text.slice(0, from) + made + line.text.slice(to);
  });
  if (select) put(box, texts.join("\n"), start, end, select);
}

const HELP = "Write between the strokes (|). Enter begins the next row, and in an empty row it ends the table.";
const isEmptyRow = (text) => /^[ \t|]*$/.test(text);
const isRow = ({ text }) => ROW.test(text);

function rowLike(text) {
  const cells = text.replaceAll("\\|", "").trim().replace(/^\||\|$/g, "").split("|");
  return `${"|  ".repeat(cells.length)}|`;
}

/** Behind the row with the caret, with its first cell ready to be written in. */
function addRow(box, { start, lines }) {
  const { value } = box;
  let end = start + lines[0].text.length;
  const next = value.slice(end + 1).split("\n")[0];
  if (RULE.test(next) && isRow({ text: next })) end += next.length + 1; // behind the heading stands its line
  const below = value.slice(end + 1).split("\n")[0];
  if (isRow({ text: below }) && isEmptyRow(below)) {
    box.focus();
    box.setSelectionRange(end + 3, end + 3);
  } else {
    put(box, `\n${rowLike(lines[0].text)}`, end, end, [3, 3]);
  }
}

function addTable(box, columns) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const [before, after] = [value.slice(0, start), value.slice(end)];
  const lead = before.trim() ? "\n".repeat(Math.max(0, 2 - /\n*$/.exec(before)[0].length)) : "";
  const trail = after.trim() ? "\n".repeat(Math.max(0, 2 - /^\n*/.exec(after)[0].length)) : "";
  const names = Array.from({ length: columns }, (none, place) => `Heading ${place + 1}`);
  const table = `| ${names.join(" | ")} |\n${"| --- ".repeat(columns)}|\n${"|  ".repeat(columns)}|`;
  put(box, `${lead}${table}${trail}`, start, end, [lead.length + 2, lead.length + 2 + names[0].length]);
  say(box, HELP);
}

/** Below the box, for the eye and for the ear: static/paste.js. */
function say(box, words) {
  box.dispatchEvent(new CustomEvent("kb:say", { detail: words, bubbles: true }));
}

/** Asks how many columns; in a table it adds a row. */
function table(box, bar) {
  const place = markedLines(box);
  if (isRow(place.lines[0])) addRow(box, place);
  else bar.askColumns();
}

// --- Enter ------------------------------------------------------------------------------------------------------

const isInCode = (before) => (before.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;

/** The next point or row; whether there is one. */
function goOn(box) {
  const { value, selectionStart: at } = box;
  const { start, end, lines: [line] } = markedLines(box);
  const { text } = line;
  if (isInCode(value.slice(0, start))) return false;
  if (isRow(line)) {
    if (isEmptyRow(text)) put(box, "\n", start, end); // a line behind a table belongs to it, but for an empty one
    else addRow(box, { start, lines: [line] });
    return true;
  }
  const point = POINT.exec(text);
  if (!point || at - start < point[0].length) return false;
  const [mark, indent, bullet, number, dot, space, words] = point;
  if (!words.trim()) put(box, "\n", start, start + mark.length + words.length); // so does one behind a list
  else put(box, `\n${indent}${bullet ?? `${Number(number) + 1}${dot}`}${space}`, at, at);
  return true;
}

document.addEventListener("keydown", (event) => {
  const { target: box, key, isComposing } = event;
  const isOther = key !== "Enter" || isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
  if (isOther || !box.matches?.(BOX) || box.selectionStart !== box.selectionEnd) return;
  if (goOn(box)) event.preventDefault();
});

// --- The bar ----------------------------------------------------------------------------------------------------

const TOOLS = [
  ["Bold", (box) => toggleAround(box, "**", "words")],
  ["Code", (box) => toggleAround(box, "`", "ERR5022")],
  ["List", (box) => toggleList(box, false)],
  ["Numbers", (box) => toggleList(box, true)],
  ["Link", toggleLink],
  ["Table", table],
];
const COLUMNS = [2, 3, 4, 5];

function buttonOf(name, act) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "kb-tools__button", textContent: name });
  button.addEventListener("click", act);
  return button;
}

/** One stop of the Tab key; the arrow keys go from button to button. */
class Toolbar {
  #box;
  #bar = document.createElement("div");
  #columns = document.createElement("div");

  constructor(box) {
    this.#box = box;
    this.#bar.className = "kb-tools";
    this.#bar.setAttribute("role", "toolbar");
    this.#bar.setAttribute("aria-label", `Format: ${box.labels[0]?.textContent.trim() ?? ""}`);
    this.#bar.append(...TOOLS.map(([name, act]) => buttonOf(name, () => act(box, this))));
    this.#columns.className = "kb-tools";
    this.#columns.hidden = true;
    this.#columns.setAttribute("role", "group");
    this.#columns.setAttribute("aria-label", "How many columns?");
    const choices = COLUMNS.map((number) => buttonOf(String(number), () => this.#take(number)));
    this.#columns.append("How many columns?", ...choices);
    this.#settle(this.#bar.firstElementChild);
    this.#bar.addEventListener("keydown", (event) => this.#onKey(event));
    this.#columns.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#close(); });
    box.before(this.#bar, this.#columns);
  }

  askColumns() {
    this.#columns.hidden = false;
    this.#columns.querySelector("button").focus();
  }

  #close() {
    this.#columns.hidden = true;
    this.#box.focus();
  }

  #take(number) {
    this.#columns.hidden = true;
    addTable(this.#box, number);
  }

  #settle(chosen) {
    for (const button of this.#bar.children) button.tabIndex = button === chosen ? 0 : -1;
  }

  #onKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const buttons = [...this.#bar.children];
    const next = buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length];
    this.#settle(next);
    next.focus();
  }
}

function dress() {
  for (const box of document.querySelectorAll(`[data-editor] ${BOX}`)) {
    if (!box.parentElement.querySelector(".kb-tools")) new Toolbar(box);
  }
}

document.addEventListener("kb:added", dress);
dress();
