// Steps can be ticked, and the number to read out on the phone then says which. Nothing is sent and nothing is kept.
// Without this module the number says the page. How it is packed: kb/catalogue/call_numbers.py.

const SIGNS = "23456789ACDEFGHJKMNPQRTVWXY";
const BASE = BigInt(SIGNS.length);
const GROUP = 3;
const [FEWEST, MOST] = [6, 18];

function checkSign(values) {
  let total = 0;
  [...values].reverse().forEach((value, place) => { total += value * (place % 2 ? 1 : 2); });
  return (SIGNS.length - (total % SIGNS.length)) % SIGNS.length;
}

/** Nothing where it would be too long to say. */
function said(number) {
  const values = [];
  for (let rest = number; rest; rest /= BASE) values.unshift(Number(rest % BASE));
  const length = Math.max(FEWEST, Math.ceil((values.length + 1) / GROUP) * GROUP);
  if (length > MOST) return "";
  while (values.length < length - 1) values.unshift(0);
  const signs = [...values, checkSign(values)].map((value) => SIGNS[value]).join("");
  return signs.match(/.{3}/g).join(" ");
}

const number = document.querySelector("[data-read-out]");
const names = number?.dataset.steps.split(" ").filter(Boolean) ?? [];
const ticked = new Set();

function show() {
  let total = BigInt(number.dataset.base);
  for (const name of ticked) total += BigInt(number.dataset.scale) << BigInt(names.indexOf(name));
  number.textContent = said(total) || number.textContent;
}

/** A step may stand twice on the page of a code: with what to do first, and with all steps. */
function tick(name, isTicked) {
  if (isTicked) ticked.add(name);
  else ticked.delete(name);
  for (const box of document.querySelectorAll(`[data-step="${name}"] > .kb-tick > input`)) box.checked = isTicked;
  show();
}

const MOST_STEPS = 30;
for (const step of document.querySelectorAll("li[data-step]")) {
  const name = step.dataset.step;
  const place = names.indexOf(name);
  if (place < 0 || place >= MOST_STEPS) continue;
  const label = document.createElement("label");
  label.className = "kb-tick kb-not-on-paper";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.addEventListener("change", () => tick(name, box.checked));
  const title = Object.assign(document.createElement("span"), { className: "nhsuk-u-visually-hidden" });
  title.textContent = `: ${step.querySelector(".kb-step__title").textContent.trim()}`;
  label.append(box, "I have done this", title);
  step.append(label);
}
