// A part of the editor's form that the site made anew takes the place of the old one while somebody types: whatever
// was typed since it was asked for goes along, with the focus and the caret.

const BOXES = "input:not([type='hidden'], [type='file']), textarea, select";
const ROW = /^([a-z]+)\.(\d+)\.(.+)$/;

const isTick = (box) => box.type === "radio" || box.type === "checkbox";
const held = (box) => (isTick(box) ? box.checked : box.value);

function boxesOf(part) {
  const boxes = [...part.querySelectorAll(BOXES)].filter((box) => box.name);
  return new Map(boxes.map((box) => [isTick(box) ? `${box.name} ${box.value}` : box.name, box]));
}

/** What stands in each box, to be compared with later. */
export function stateOf(part) {
  return new Map([...boxesOf(part)].map(([key, box]) => [key, held(box)]));
}

const rowsOf = (part, list) => [...part.querySelectorAll(`.kb-row--${list}`)];
const numberOf = (row) => Number(row.id.split(".")[1]);

function byName(part) {
  const names = [...part.querySelectorAll("input[name^='steps.'][name$='.name']")];
  return new Map(names.map((box) => [box.value, Number(box.name.split(".")[1])]));
}

/** Where the rows go: by the old number of each the new one, 0 for one that is gone. Steps have names of their own. */
function newNumbers(old, next, list, pressed) {
  const numbers = rowsOf(old, list).map(numberOf).sort((one, other) => one - other);
  if (list === "steps") {
    const now = byName(next);
    const named = new Map([...byName(old)].map(([name, number]) => [number, now.get(name) ?? 0]));
    return new Map(numbers.map((number, place) => [number, named.get(number) ?? place + 1]));
  }
  const order = [...numbers];
  const [verb, name, at] = pressed.split(" ");
  const place = name === list ? order.indexOf(Number(at)) : -1;
  const other = place + { up: -1, down: 1 }[verb];
  if (place >= 0 && verb === "remove") order.splice(place, 1);
  else if (place >= 0 && order[other]) [order[place], order[other]] = [order[other], order[place]];
  return new Map(numbers.map((number) => [number, order.indexOf(number) + 1]));
}

/** From the name of a box or a row in the old part to its name in the new one; nothing where its row is gone. */
function renaming(old, next, pressed) {
  const lists = new Map();
  return (name) => {
    const [, list, number, rest] = ROW.exec(name) ?? [];
    if (!list) return name;
    if (!lists.has(list)) lists.set(list, newNumbers(old, next, list, pressed));
    const now = lists.get(list).get(Number(number));
    return now ? `${list}.${now}.${rest}` : "";
  };
}

/** What was put into a text while somebody typed in it: behind the same words as before, or before the same. */
function withImage(was, came, now) {
  let start = 0;
  while (start < was.length && was[start] === came[start]) start++;
  let rest = 0;
  while (rest < was.length - start && was.at(-1 - rest) === came.at(-1 - rest)) rest++;
  const image = came.slice(start, came.length - rest);
  if (was.length !== start + rest || !image.includes("](/images/")) return null;
  if (now.startsWith(was.slice(0, start))) return now.slice(0, start) + image + now.slice(start);
  if (now.endsWith(was.slice(start))) return now.slice(0, now.length - rest) + image + now.slice(now.length - rest);
  return `${now.trimEnd()}\n\n${image.trim()}`;
}

/** What a box is to hold: was sent, came back, and stands there now. */
function merged(was, came, now) {
  if (typeof was !== "string" || came === was) return now;
  if (came.startsWith(was.trimEnd())) return now + came.slice(was.trimEnd().length); // an image was put behind it
  const shown = withImage(was, came, now);
  if (shown !== null) return shown;
  return now.startsWith(was) ? came + now.slice(was.length).trimStart() : now; // it was taken into a list
}

/** Every box that was changed since `sent`. */
function carryTexts(old, next, sent, renamed) {
  const now = boxesOf(next);
  for (const [key, box] of boxesOf(old)) {
    const was = sent.get(key) ?? (isTick(box) ? box.defaultChecked : "");
    if (held(box) === was) continue;
    const to = now.get(renamed(key));
    if (!to) continue;
    if (isTick(box)) to.checked = box.checked;
    else to.value = merged(was, to.value, box.value);
  }
}

/** What was unfolded stays so. */
function carryFolds(old, next, renamed) {
  for (const fold of old.querySelectorAll("details")) {
    const row = fold.closest(".kb-row");
    const name = row ? renamed(`${row.id}.x`).slice(0, -2) : fold.id;
    const now = name && next.querySelector(`#${CSS.escape(name)}`);
    const to = row ? now?.querySelector("details") : now;
    if (to && fold.open) to.open = true;
  }
}

/** Puts `next` in the place of `old`, and answers how to find there what was named in the old part. */
export function replace(old, next, sent, pressed) {
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const caret = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : [null];
  const renamed = renaming(old, next, pressed);
  carryTexts(old, next, sent, renamed);
  carryFolds(old, next, renamed);
  const top = active?.getBoundingClientRect().top;
  old.replaceWith(next);
  if (!active?.matches(BOXES)) return renamed;
  const key = isTick(active) ? `${active.name} ${active.value}` : active.name;
  const to = boxesOf(next).get(renamed(key));
  if (!to) return renamed;
  to.focus({ preventScroll: true });
  if (caret[0] !== null) to.setSelectionRange(...caret);
  window.scrollBy(0, to.getBoundingClientRect().top - top); // it stays where the eye has it
  return renamed;
}

// --- Notes ------------------------------------------------------------------------------------------------------

/** What the checks find now. The boxes stay, as somebody may be typing in them: only what stands beside them goes. */
export function tellNotes(form, page) {
  for (const place of form.querySelectorAll("[data-notes]")) {
    if (place.closest("#newcode")) continue; // why a code was not made is said by its button alone
    const id = place.dataset.notes;
    const now = page.querySelector(`[data-notes="${CSS.escape(id)}"]`);
    if ((now?.innerHTML.trim() ?? "") === place.innerHTML.trim()) continue;
    place.replaceChildren(...(now?.childNodes ?? []));
    const box = document.getElementById(id);
    const ids = (box?.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== `${id}-notes`);
    if (place.querySelector(".kb-notes")) ids.push(`${id}-notes`);
    box?.[ids.length ? "setAttribute" : "removeAttribute"]("aria-describedby", ids.join(" "));
  }
}

// --- A row at once ----------------------------------------------------------------------------------------------

const LETTERS = "bcdfghjkmnpqrstvwxz"; // as kb/catalogue/step_names.py
const LENGTH = 8;

function stepName() {
  return [...crypto.getRandomValues(new Uint32Array(LENGTH))].map((one) => LETTERS[one % LETTERS.length]).join("");
}

/** The row of a button, from the page's blank one, before `place`: at once, so that the next key goes into it. */
export function addRow(blank, part, place) {
  const [, list] = blank.dataset.blank.split(" ");
  const number = Math.max(0, ...rowsOf(part, list).map(numberOf)) + 1;
  const holder = document.createElement("template");
  holder.innerHTML = blank.innerHTML
    .replaceAll(`${list}.0`, `${list}.${number}`)
    .replaceAll(`${list} 0`, `${list} ${number}`)
    .replaceAll(/(>[A-Z][a-z ]+) 0(?=[:<])/g, `$1 ${number}`);
  const row = holder.content.querySelector(".kb-row");
  if (list === "steps") {
    const name = document.createElement("input");
    row.append(Object.assign(name, { type: "hidden", name: `steps.${number}.name`, value: stepName() }));
  }
  place.before(row);
  document.dispatchEvent(new Event("kb:added"));
  row.querySelector("textarea[name$='.text'], input[type='text'], textarea").focus();
}

// --- A hand -----------------------------------------------------------------------------------------------------

const PAUSE = 100; // milliseconds
const LONGEST_HOLD = 30; // pauses

/** Nothing is put anew under a finger that is about to click, or in the middle of a character. */
export class Hand {
  #isDown = false;

  constructor(form) {
    for (const kind of ["pointerdown", "compositionstart"]) form.addEventListener(kind, () => { this.#isDown = true; });
    for (const kind of ["pointerup", "pointercancel", "compositionend"]) {
      document.addEventListener(kind, () => { this.#isDown = false; });
    }
  }

  async letGo() {
    for (let times = 0; this.#isDown && times < LONGEST_HOLD; times++) {
      await new Promise((done) => { setTimeout(done, PAUSE); });
    }
  }
}
