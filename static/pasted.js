// What other programs put on the clipboard as HTML, with nothing left but what a text can say: paragraphs, headings,
// lists, tables, links, bold and italic. Word writes lists as paragraphs, Excel says bold by a class, Outlook and
// OneNote put lists beside the point they belong to, and a browser writes every style of the page beside every word.

const { dataset } = document.querySelector("script[data-pasted]");
const { BLOCK, settle, settleInOneLine, styleOf } = await import(dataset.words);
const { settleTables } = await import(dataset.tables);
const { markdownOf } = await import(dataset.markdown);
const { default: Turndown } = await import(dataset.turndown);

const GONE = "script, style, meta, link, title, xml, template, noscript, object, embed, iframe, svg, video, audio, " +
  "canvas, input, button, select, textarea, map, del, [hidden], .msocomanchor, [data-style*='mso-element:comment'], " +
  "[data-style*='mso-element:header'], [data-style*='mso-element:footer']";
const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden)/i;
const DEEPEST = 4; // lists in lists: the page shows no more as such

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function rename(element, name) {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

// --- What is no text --------------------------------------------------------------------------------------------

/** A page of its own, of which nothing runs, loads or is drawn; what says how it looks is kept aside, as the site's
 *  policy knows no style of others. */
function pageOf(html) {
  const sheets = [];
  const plain = html.replace(/^Version:\d[^<]*/, "")
    .replace(/<style\b[^>]*>([^]*?)<\/style>/gi, (all, sheet) => { sheets.push(sheet); return ""; })
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'])(style|on\w+)\s*=/gi, "$1 data-$2="));
  const page = new DOMParser().parseFromString(plain, "text/html");
  for (const sheet of sheets) spellOutClasses(page, sheet);
  return page;
}

/** Excel, and some of Word, says what is bold by a class. */
function spellOutClasses(page, text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text.replace(/^\s*<!--|-->\s*$/g, ""));
  for (const { selectorText, style } of sheet.cssRules) {
    if (!/^\w*\.[\w-]+$/.test(selectorText ?? "")) continue;
    const said = ["font-weight", "font-style", "display"].filter((name) => style?.getPropertyValue(name));
    const words = said.map((name) => `${name}:${style.getPropertyValue(name)};`).join("");
    for (const element of page.querySelectorAll(selectorText)) element.dataset.style = `${words}${styleOf(element)}`;
  }
}

/** How many pictures went. One that is a sign of the text, as of a face, is that sign. */
function leaveOutPictures(body) {
  let number = 0;
  for (const picture of body.querySelectorAll("img")) {
    const alt = picture.getAttribute("alt") ?? "";
    const isSign = alt.length <= 8 && /\p{Extended_Pictographic}/u.test(alt);
    if (!isSign && !/^(?:0|1)$/.test(picture.getAttribute("width") ?? "")) number++;
    picture.replaceWith(isSign ? alt : "");
  }
  return number;
}

function leaveOut(page) {
  const { body } = page;
  const comments = page.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  for (const comment of found) comment.remove();
  for (const element of body.querySelectorAll(GONE)) element.remove();
  for (const element of body.querySelectorAll("[data-style]")) if (HIDDEN.test(styleOf(element))) element.remove();
  for (const element of body.querySelectorAll("*")) {
    if (/^[vwm]:/.test(element.localName)) element.remove();
    else if (element.localName.includes(":")) unwrap(element);
  }
}

// --- Lists ------------------------------------------------------------------------------------------------------

const LEVEL = /mso-list:\s*(l\d+)\s+level(\d+)(?:\s+(lfo\d+))?/i;
const IGNORED = /mso-list:\s*ignore/i;
const TYPED = /^\s*(?:[•▪◦‣●○■·\uf0b7\uf0a7\uf0d8➢][\s\u00a0]*|[o§](?:\t|[\s\u00a0]*\u00a0[\s\u00a0]*))(?=\S)/;
const COUNTED = /^\(?(?:(?:\d+[.)])*(\d+)|[a-z]{1,4})[.)\]]?$/i;

/** Takes so many characters away from the beginning of what an element says. */
function cutBeginning(element, length) {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (length > 0 && texts.nextNode()) {
    const text = texts.currentNode;
    const cut = Math.min(length, text.data.length);
    text.data = text.data.slice(cut);
    length -= cut;
  }
}

/** A paragraph that is a point of a list, without the mark that Word or a person put in front of it. */
function pointOf(element) {
  if (!element?.matches("p, div") || element.querySelector(BLOCK)) return null;
  const [, list, level, use] = LEVEL.exec(styleOf(element)) ?? [];
  const mark = [...element.querySelectorAll("[data-style]")].find((one) => IGNORED.test(styleOf(one)));
  if (list && !mark) return null; // a paragraph without a mark that goes on with the point above it
  const typed = mark?.textContent ?? TYPED.exec(element.textContent)?.[0];
  if (!typed) return null;
  const said = typed.replace(/[\s\u00a0]+/g, "");
  const counted = mark && /[\d.)\]]/.test(said) ? COUNTED.exec(said) : null;
  if (mark) mark.remove();
  else cutBeginning(element, typed.length);
  const isLower = /^[o§]$/.test(said) ? 2 : 1;
  return {
    element,
    level: Math.min(DEEPEST, Number(level ?? isLower)),
    name: counted ? "ol" : "ul",
    start: counted?.[1] ? Number(counted[1]) : 0, // letters go on from the one before
    key: `${list ?? ""} ${use ?? ""}`,
  };
}

const goesOn = (element) => /\bMsoListParagraph/.test(element?.className ?? "") && !LEVEL.test(styleOf(element));

function putInLists(points, place) {
  const open = []; // the lists that are being written, each in a point of the one before
  for (const point of points) {
    if (!point.level) {
      open.at(-1).list.lastElementChild.append(rename(point.element, "p"));
      continue;
    }
    while (open.length && open.at(-1).level > point.level) open.pop();
    const last = open.at(-1);
    const isBeside = last?.level === point.level;
    const isNext = isBeside && last.name === point.name && last.key === point.key && point.start !== 1;
    if (isBeside && !isNext) open.pop();
    if (!isNext) {
      const list = place.ownerDocument.createElement(point.name);
      if (point.start > 1) list.setAttribute("start", point.start);
      if (open.length) open.at(-1).list.lastElementChild.append(list);
      else place.before(list);
      open.push({ ...point, list });
    }
    open.at(-1).list.append(rename(point.element, "li"));
  }
  place.remove();
}

function findLists({ body }) {
  for (const element of body.querySelectorAll("p, div")) {
    if (!element.isConnected || element.closest("li")) continue;
    const points = [];
    let next = element;
    while (next) {
      const after = next.nextElementSibling;
      const point = pointOf(next) ?? (points.length && goesOn(next) ? { element: next, level: 0 } : null);
      if (!point) break;
      points.push(point);
      next = after;
    }
    if (!points.length) continue;
    const place = body.ownerDocument.createElement("hr");
    element.before(place);
    putInLists(points, place);
  }
}

/** Outlook and OneNote put a list that belongs to a point behind that point. */
function nestLists(body) {
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    const before = list.previousElementSibling;
    if (before?.matches("li")) before.append(list);
    else unwrap(list);
  }
}

// --- What a text knows no word for ------------------------------------------------------------------------------

/** A title stands above all headings, a quote that only sets a paragraph in is none, and code is as it was typed. */
function setRight(body) {
  const titles = body.querySelectorAll("p.MsoTitle");
  if (titles.length) {
    for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5")) {
      rename(heading, `h${Number(heading.nodeName[1]) + 1}`);
    }
    for (const title of titles) rename(title, "h1");
  }
  for (const heading of body.querySelectorAll("li :is(h1, h2, h3, h4, h5, h6)")) rename(heading, "p");
  for (const point of body.querySelectorAll("li")) {
    const paragraphs = [...point.children].filter((part) => part.matches("p, div"));
    if (paragraphs.length === 1 && point.firstElementChild === paragraphs[0]) unwrap(paragraphs[0]);
  }
  for (const quote of body.querySelectorAll("blockquote[data-style*='margin']")) rename(quote, "div");
  for (const code of body.querySelectorAll("pre")) {
    for (const end of code.querySelectorAll("br")) end.replaceWith("\n");
    const inner = body.ownerDocument.createElement("code");
    inner.textContent = code.textContent;
    code.replaceChildren(inner);
  }
}

const KINDS = { headings: "h1, h2, h3, h4, h5, h6", list: "ul, ol", table: "table", bold: "strong", italics: "em",
  links: "a[href]", code: "code" };

/** As Markdown, which kinds of marks it has, and what was left out of it. Raises TooLarge. */
export function fromHtml(html, { from = 3, site = location.origin } = {}) {
  const page = pageOf(html);
  const { body } = page;
  const left = { pictures: leaveOutPictures(body), struck: 0 };
  leaveOut(page);
  setRight(body);
  findLists(page);
  nestLists(body);
  const known = new WeakMap();
  for (const table of settleTables(body)) {
    for (const cell of table.querySelectorAll("td, th")) settleInOneLine(cell, known, left);
  }
  settle(body, known, left);
  const text = markdownOf(Turndown, body, { from, site });
  const kinds = Object.keys(KINDS).filter((kind) => body.querySelector(KINDS[kind]));
  return { text, kinds, left };
}
