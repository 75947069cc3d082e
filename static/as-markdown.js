// HTML that says no more than a text can say, as Markdown, with turndown. What only looks like a mark stays as typed,
// as kb/lib/markdown/typed.py has it: folders, stars and brackets have no backslash in front of them.

const TRACKING = new RegExp("^(?:utm_\\w+|(?:fb|g|d|y|tw)clid|msclkid|gbraid|wbraid|igshid|mc_[ce]id|mkt_tok|" +
  "_hs\\w+|oly_\\w+|vero_\\w+|s_cid|WT\\.mc_id)$", "i");
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

// --- Links ------------------------------------------------------------------------------------------------------

/** Where a link of a mail program or a search engine leads in the end. */
function behind(address) {
  const { hostname, pathname, searchParams } = address;
  const asked = (...names) => names.map((name) => searchParams.get(name)).find(Boolean);
  const isSafeLink = hostname.endsWith(".safelinks.protection.outlook.com") || pathname.endsWith("/atp-safelinks.html");
  if (isSafeLink) return asked("url");
  if (/(?:^|\.)google\.[a-z.]+$/.test(hostname) && pathname === "/url") return asked("q", "url");
  if (/^lm?\.facebook\.com$/.test(hostname)) return asked("u");
  if (hostname === "slack-redir.net") return asked("url");
  if (/(?:^|\.)linkedin\.com$/.test(hostname) && /^\/(?:redir|safety)/.test(pathname)) return asked("url");
  if (hostname === "urldefense.com") return /\/v3\/__(.+?)__;/.exec(address.href)?.[1];
  if (hostname === "urldefense.proofpoint.com") {
    const coded = asked("u")?.replaceAll("-", "%").replaceAll("_", "/");
    try {
      return coded && decodeURIComponent(coded);
    } catch {
      return "";
    }
  }
  return "";
}

/** The address without what follows people about; nothing where a page may lead to no such place. */
export function cleanAddress(text, site) {
  let address = URL.canParse(text) ? new URL(text) : null;
  for (let times = 0; address && times < 3; times++) {
    const inner = behind(address);
    if (!inner || !URL.canParse(inner)) break;
    address = new URL(inner);
  }
  if (!address || !SCHEMES.has(address.protocol)) return "";
  const names = [...address.searchParams.keys()].filter((name) => TRACKING.test(name));
  for (const name of names) address.searchParams.delete(name);
  const whole = address.origin === site ? address.href.slice(site.length) : address.href;
  return whole.replace(/[()<>\s\\*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

// --- What only looks like a mark --------------------------------------------------------------------------------

// Signs of the text, told apart from the marks that turndown writes.
const STAR = "\ue000";
const LINE = "\ue001";

// A name such as __init__ would be bold without its lines.
const WITHIN_LINES = new RegExp(
  "(?<![\\p{L}\\p{N}_`])_{2,3}[\\p{L}\\p{N}]+(?:_[\\p{L}\\p{N}]+)*_{2,3}(?![\\p{L}\\p{N}_`])".replaceAll("_", LINE), "gu",
);

function holding(text) {
  return text.replaceAll("*", STAR).replaceAll("_", LINE).replace(/^(\s*)(#{1,6}\s|[-=]{2,}\s*$)/, "$1\\$2");
}

/** A pair of single stars or lines around words would be italics: both get a backslash. Nothing else does. */
function settled(block) {
  let found = block.replace(WITHIN_LINES, "`$&`");
  for (const [sign, mark] of [[STAR, "*"], [LINE, "_"]]) {
    const opening = `(^|[\\s([{"'“‘])${sign}(?=[^\\s${sign}./\\\\'"’”)\\]])`;
    const closing = `${sign}(?![\\p{L}\\p{N}${sign}]|\\.\\S)`;
    const pair = new RegExp(`${opening}([^${sign}\\n]*[\\p{L}\\p{N})\\]”’"'!?….,;:%])${closing}`, "gu");
    found = found.replace(pair, (whole, before, inside, at, text) => {
      if (/\\|:\/\//.test(inside)) return whole;
      if (inside.includes("](")) return `${before}\\${mark}${inside}\\${mark}`;
      // Elsewhere, and behind a folder, the backslash would be one of a folder.
      const isEscape = !text.includes("\\") && /^[.,;:!?)]*(?:\s|$)/.test(text.slice(at + whole.length));
      return before + (isEscape ? `\\${mark}${inside}\\${mark}` : `\`${mark}${inside}${mark}\``);
    });
    found = found.replaceAll(sign, mark);
  }
  return found;
}

// --- Rules ------------------------------------------------------------------------------------------------------

const squeezed = (content) => content.replace(/\s*\n\s*/g, " ").trim();

function pointOf(content, node) {
  const { parentNode: list } = node;
  const isOther = list.previousElementSibling?.nodeName === list.nodeName; // the same mark would go on with that list
  const number = Number(list.getAttribute("start") || 1) + [...list.children].indexOf(node);
  const mark = list.nodeName === "OL" ? `${number}${isOther ? ")" : "."} ` : `${isOther ? "*" : "-"} `;
  const text = content.trim().replace(/\n/g, `\n${" ".repeat(mark.length)}`).replace(/^[ ]+$/gm, "");
  return `${mark}${text}${node.nextElementSibling ? "\n" : ""}`;
}

function linkOf(content, node, site) {
  const words = squeezed(content);
  const href = node.getAttribute("href");
  const address = cleanAddress(href, site);
  if (!words || !address) return content;
  const plain = node.textContent.trim();
  const isAddress = plain === address || plain === href || address === `mailto:${plain}`;
  if (isAddress && !address.startsWith("/")) return `<${plain === href ? address : plain}>`;
  const isEven = (words.match(/\[/g)?.length ?? 0) === (words.match(/\]/g)?.length ?? 0);
  return `[${isEven ? words : words.replace(/[[\]]/g, "\\$&")}](${address})`;
}

/** `from` is the number of the heading that the first of its kind becomes. */
export function markdownOf(Turndown, body, { from, site }) {
  const service = new Turndown({ headingStyle: "atx", hr: "---", bulletListMarker: "-", codeBlockStyle: "fenced",
    emDelimiter: "*", strongDelimiter: "**", br: "  " });
  service.escape = holding;
  const levels = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(({ nodeName }) => Number(nodeName[1]));
  const highest = Math.min(...levels);
  const rule = (name, filter, replacement) => service.addRule(name, { filter, replacement });
  rule("heading", ["h1", "h2", "h3", "h4", "h5", "h6"], (content, node) =>
    `\n\n${"#".repeat(Math.min(6, from + Number(node.nodeName[1]) - highest))} ${squeezed(content)}\n\n`);
  rule("point", "li", pointOf);
  const isLink = (node) => node.nodeName === "A" && node.hasAttribute("href");
  rule("link", isLink, (content, node) => linkOf(content, node, site));
  rule("cell", ["th", "td"], (content) => `| ${squeezed(content).replaceAll("|", "\\|")} `);
  rule("row", "tr", (content, node) =>
    `${content}|\n${node.rowIndex ? "" : `${"| --- ".repeat(node.cells.length)}|\n`}`);
  rule("body", ["tbody", "thead", "tfoot"], (content) => content);
  rule("table", "table", (content) => `\n\n${content.trim()}\n\n`);
  return service.turndown(body).split("\n\n").map(settled).join("\n\n").trim();
}
