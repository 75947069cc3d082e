// The words of what was pasted, each with how it is meant to look: bold, italic, code or a link, and nothing else.
// Marks that the page would show as signs are left out; no word ever is.

const BLOCKS = new Set(("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET " +
  "FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD " +
  "TFOOT TH THEAD TR UL").split(" "));
export const BLOCK = [...BLOCKS].join();
const PLAIN = "h1, h2, h3, h4, h5, h6, th, caption"; // bold already
const CODE = new Set(["CODE", "KBD", "SAMP", "TT"]);
const UNSEEN = /[\u00ad\u200b\u2060\ufeff]/g;
// Word writes --> as a letter of a font of signs.
const SIGNS = {
  wingdings: { à: "→", ß: "←", á: "↑", â: "↓", ü: "✓", û: "✗", þ: "☑", o: "☐", q: "☐", "¨": "☐", "§": "▪", Ø: "➢" },
  symbol: { "®": "→", "¬": "←", "·": "•" },
};

export const styleOf = (element) => element.dataset?.style ?? "";

function saidOf(style, property) {
  return new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`, "i").exec(style)?.[1].trim().toLowerCase() ?? "";
}

// --- How a word looks -------------------------------------------------------------------------------------------

function isBold(element, style) {
  const weight = saidOf(style, "font-weight") || /\b(?:bold|[1-9]00)\b/.exec(saidOf(style, "font"))?.[0];
  if (weight) return /^bold/.test(weight) || Number(weight) >= 600;
  return element.matches("b, strong") || null;
}

function isItalic(element, style) {
  const slant = saidOf(style, "font-style") || /\b(?:italic|oblique)\b/.exec(saidOf(style, "font"))?.[0];
  if (slant) return /^(?:italic|oblique)/.test(slant);
  return element.matches("i, em, cite, dfn, var") || null;
}

/** Outlook keeps the address that it wraps into its own. */
const addressOf = (link) => link.getAttribute("originalsrc") ?? link.getAttribute("href");
const isStruck = (style) => /line-through/.test(saidOf(style, "text-decoration(?:-line)?"));

const NOTHING = { bold: null, italic: null, code: false, href: "", isStruck: false, signs: null };

/** What the elements around a word say of it; the nearest has the last word. */
function lookOf(element, known) {
  if (!element) return NOTHING;
  if (known.has(element)) return known.get(element);
  const above = lookOf(element.parentElement, known);
  const style = styleOf(element);
  const font = saidOf(style, "mso-symbol-font-family") || saidOf(style, "font-family");
  const look = {
    bold: element.matches(PLAIN) ? false : isBold(element, style) ?? above.bold,
    italic: isItalic(element, style) ?? above.italic,
    code: above.code || CODE.has(element.nodeName),
    href: element.matches("a[href]") ? addressOf(element) : above.href,
    isStruck: above.isStruck || element.matches("s, strike") || isStruck(style),
    signs: font ? SIGNS[/wingdings|symbol/.exec(font)?.[0]] ?? null : above.signs,
  };
  if (element.closest(PLAIN)) look.bold = false;
  known.set(element, look);
  return look;
}

function wordsOf(text, signs) {
  const words = text.replace(UNSEEN, "").replace(/[\s\u00a0]+/g, " ");
  return signs ? words.replace(/\S/g, (sign) => signs[sign] ?? sign) : words;
}

/** Text and line breaks in their order; blocks inside begin on a line of their own. */
function* leavesOf(node, known) {
  if (node.nodeType === Node.TEXT_NODE) {
    const look = lookOf(node.parentElement, known);
    const text = wordsOf(node.data, look.signs);
    if (text) yield { ...look, bold: Boolean(look.bold), italic: Boolean(look.italic), text };
  } else if (node.nodeName === "BR") {
    yield { text: "\n" };
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    const isBlock = BLOCKS.has(node.nodeName);
    if (isBlock) yield { text: "\n" };
    for (const inner of node.childNodes) yield* leavesOf(inner, known);
    if (isBlock) yield { text: "\n" };
  }
}

// --- Which marks hold -------------------------------------------------------------------------------------------

const LETTER = /[\p{L}\p{N}]/u;
const DIGIT = /\d/;
const QUOTE = /["'“”‘’`()[\]]/;
const isSpace = (sign) => !sign.trim();
const isPunctuation = (sign) => !isSpace(sign) && !LETTER.test(sign);

/** Does a star between two signs close or open, for CommonMark and for kb/lib/markdown/typed.py? `to` stands inside. */
function holdsBetween(from, to, isSingle) {
  if (isPunctuation(to) && LETTER.test(from)) return false;
  if (/[\\/*_]/.test(from) || /[/*_]/.test(to) || (DIGIT.test(from) && DIGIT.test(to))) return false;
  return !isSingle || !((LETTER.test(from) && LETTER.test(to)) || (QUOTE.test(from) && QUOTE.test(to)));
}

function holds(before, inside, after, isSingle) {
  if (!inside || /^[.\\]/.test(inside) || /^\.\S/.test(after)) return false;
  if (/[\\]$/.test(inside) && (isSingle || !/[a-z]:\\|\\\\/i.test(inside))) return false;
  if (/(?:\\|:\/\/)\S*$/.test(before)) return false; // the address before it would take the stars along
  if (inside.includes("*") || (isSingle && /\\|:\/\//.test(inside))) return false;
  if (/\\\S* (?:\S+ )*\S*\\/.test(inside)) return false; // from the first folder to the last all would be one
  const closes = holdsBetween(after.slice(0, 1), inside.at(-1), isSingle);
  return closes && holdsBetween(before.slice(-1), inside[0], isSingle);
}

/** Runs of neighbours of which the same is said. */
function runsOf(leaves, ...names) {
  const runs = [];
  for (const leaf of leaves) {
    if (runs.length && names.every((name) => runs.at(-1)[0][name] === leaf[name])) runs.at(-1).push(leaf);
    else runs.push([leaf]);
  }
  return runs;
}

const textOf = (leaves) => leaves.map(({ text }) => text).join("");

function keepWhatHolds(leaves, name) {
  const whole = textOf(leaves);
  let [end, last] = [0, null];
  for (const run of runsOf(leaves, "bold", name)) {
    const text = textOf(run);
    const inside = text.trim();
    const start = end + text.indexOf(inside);
    end += text.length;
    const after = whole.slice(start + inside.length, start + inside.length + 2);
    const isBehindLink = last?.href && start === end - text.length && last.href !== run[0].href;
    last = run.at(-1);
    if (run[0][name] && !isBehindLink && holds(whole.slice(0, start), inside, after, name === "italic")) continue;
    for (const leaf of run) leaf[name] = false;
  }
}

/** A space between two bold words is bold, and a link is bold as a whole or not at all. */
function evenOut(leaves) {
  leaves.forEach((leaf, place) => {
    const [before, after] = [leaves[place - 1], leaves[place + 1]];
    if (leaf.text.trim() || !before || !after) return;
    for (const name of ["bold", "italic", "href"]) if (before[name] === after[name]) leaf[name] = before[name];
  });
  for (const run of runsOf(leaves, "href")) {
    if (!run[0].href) continue;
    for (const name of ["bold", "italic"]) {
      const isWhole = run.every((leaf) => leaf[name] || !leaf.text.trim());
      for (const leaf of run) leaf[name] = isWhole;
    }
  }
}

/** Between two links, and between a folder or an address and a link, stands a space, which keeps them apart. */
function keepApart(leaves) {
  return leaves.flatMap((leaf, place) => {
    const before = leaves[place - 1];
    const isTogether = leaf.href && before?.text.trim() && before.href !== leaf.href && !/^\s/.test(leaf.text)
      && (before.href ? !/\s$/.test(before.text) : /(?:\\|:\/\/)\S*$/.test(before.text));
    return isTogether ? [{ text: " " }, leaf] : [leaf];
  });
}

/** A colon behind a bold word is not bold where letters follow at once: no mark would close there. */
function partPunctuation(leaves) {
  return leaves.flatMap((leaf, place) => {
    const after = leaves[place + 1];
    const end = /[^\p{L}\p{N}\s]+$/u.exec(leaf.text);
    const isEnd = after && ["bold", "italic"].some((name) => leaf[name] && !after[name]);
    if (!end?.index || !isEnd || !LETTER.test(after.text[0])) return [leaf];
    return [{ ...leaf, text: leaf.text.slice(0, end.index) }, { ...leaf, text: end[0], bold: false, italic: false }];
  });
}

const ELEMENTS = [["bold", "strong"], ["italic", "em"], ["href", "a"], ["code", "code"]];

function built(page, leaves, [kind, ...others] = ELEMENTS) {
  if (!kind) return [page.createTextNode(textOf(leaves))];
  const [name, tag] = kind;
  return runsOf(leaves, name).flatMap((run) => {
    const nodes = built(page, run, others);
    if (!run[0][name]) return nodes;
    const element = page.createElement(tag);
    if (name === "href") element.setAttribute("href", run[0].href);
    element.append(...nodes);
    return [element];
  });
}

/** Lines of leaves. Words that were struck out are left out, and counted. */
function linesOf(nodes, known, count) {
  const lines = [[]];
  for (const leaf of nodes.flatMap((node) => [...leavesOf(node, known)])) {
    if (leaf.text === "\n") lines.push([]);
    else if (!leaf.isStruck) lines.at(-1).push(leaf);
    else if (leaf.text.trim()) count.struck++;
  }
  return lines.map((line) => {
    evenOut(line);
    const parted = partPunctuation(keepApart(line));
    keepWhatHolds(parted, "bold");
    keepWhatHolds(parted, "italic");
    return parted;
  });
}

// --- The words in their places ----------------------------------------------------------------------------------

const isEmpty = (line) => !textOf(line).trim();

/** Words that stand together, as paragraphs: an empty line parts two. */
function paragraphsOf(page, lines) {
  const paragraphs = [[]];
  for (const line of lines) {
    if (isEmpty(line)) paragraphs.push([]);
    else paragraphs.at(-1).push(line);
  }
  return paragraphs.filter((one) => one.length).map((one) => one.flatMap((line, place) => {
    const nodes = built(page, line);
    return place ? [page.createElement("br"), ...nodes] : nodes;
  }));
}

/** Writes every word anew, in the blocks where it stands. */
export function settle(container, known, count) {
  const { ownerDocument: page } = container;
  let group = [];
  const close = () => {
    if (!group.length) return;
    const paragraphs = paragraphsOf(page, linesOf(group, known, count));
    const isAlone = paragraphs.length === 1 && [...container.childNodes].every((node) =>
      group.includes(node) || (container.nodeName === "LI" && /^[UO]L$/.test(node.nodeName)));
    for (const nodes of paragraphs) {
      const holder = page.createElement("p");
      holder.append(...nodes);
      group[0].before(...(isAlone ? nodes : [holder]));
    }
    for (const node of group) node.remove();
    group = [];
  };
  for (const node of [...container.childNodes]) {
    const isElement = node.nodeType === Node.ELEMENT_NODE;
    if (!isElement || !(BLOCKS.has(node.nodeName) || node.querySelector(BLOCK))) {
      group.push(node);
      continue;
    }
    close();
    if (!node.matches("pre, hr, table")) settle(node, known, count);
    if (!BLOCKS.has(node.nodeName)) node.replaceWith(...node.childNodes);
  }
  close();
}

/** All of it in one line, as in the cell of a table. */
export function settleInOneLine(cell, known, count) {
  const { ownerDocument: page } = cell;
  const full = linesOf([...cell.childNodes], known, count).filter((line) => !isEmpty(line));
  const nodes = full.flatMap((line, place) => {
    if (place === full.length - 1) return built(page, line);
    const isEnded = /[.,;:!?]\s*$/.test(textOf(line));
    return [...built(page, line), page.createTextNode(isEnded ? " " : "; ")];
  });
  cell.replaceChildren(...nodes);
}
