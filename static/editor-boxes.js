// The editor's boxes: format tools above those for Markdown, the preview below, images that are pasted or dropped;
// what a new code would match; and the bar, which lies over none of them.
// Boxes that come later are dressed when their page says kb:added.

const script = document.querySelector("script[data-markdownx]");

/** django-markdownx starts every box that it has not started yet, each time its script is run. */
function startPreviews() {
  const again = document.createElement("script");
  again.src = script.dataset.markdownx;
  document.head.append(again);
}

const TOOLS = [
  ["Bold", "**", "**", "words"],
  ["Code", "`", "`", "ERR5022"],
  ["List", "\n- ", "", "one thing"],
  ["Link", "[", "](/who-can-help/)", "who can help"],
];

/** One stop of the Tab key; the arrow keys go from button to button. */
class Toolbar {
  #box;
  #buttons;

  constructor(box) {
    this.#box = box;
    const bar = document.createElement("div");
    bar.className = "kb-tools";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", `Format: ${box.labels[0]?.textContent.trim() ?? ""}`);
    this.#buttons = TOOLS.map(([name, before, after, words], place) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "kb-tools__button", textContent: name });
      button.tabIndex = place ? -1 : 0;
      button.addEventListener("click", () => this.#wrap(before, after, words));
      return button;
    });
    bar.append(...this.#buttons);
    bar.addEventListener("keydown", (event) => this.#onKey(event));
    box.before(bar);
  }

  #onKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const number = this.#buttons.length;
    const next = this.#buttons[(this.#buttons.indexOf(document.activeElement) + by + number) % number];
    for (const button of this.#buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  #wrap(before, after, words) {
    const { selectionStart: start, selectionEnd: end, value } = this.#box;
    const inside = value.slice(start, end) || words;
    const lead = start ? before : before.trimStart();
    this.#box.setRangeText(`${lead}${inside}${after}`, start, end, "end");
    this.#box.setSelectionRange(start + lead.length, start + lead.length + inside.length);
    this.#box.dispatchEvent(new Event("input", { bubbles: true }));
    this.#box.focus();
  }
}

// django-markdownx takes the Tab key and others for itself, so that a keyboard could not leave a box again, and sends
// dropped files before anybody has said what they show. What it does not hear, it does not do. Of what is pasted:
// static/paste.js, which says kb:picture.
const TAKEN = new Set(["Tab", "d", "[", "]"]);
document.addEventListener("keydown", (event) => {
  const isTaken = event.key === "Tab" || ((event.ctrlKey || event.metaKey) && TAKEN.has(event.key));
  if (isTaken && event.target.matches?.(".markdownx-editor")) event.stopPropagation();
}, true);
document.addEventListener("drop", (event) => {
  const { target: box, dataTransfer: carried } = event;
  if (!box.matches?.(".markdownx-editor") || !carried?.files.length) return;
  event.preventDefault();
  event.stopPropagation();
  offerImage(box, carried.files[0]);
}, true);
document.addEventListener("kb:picture", ({ target, detail }) => offerImage(target, detail));

/** A pasted or dropped image goes into the part that asks what it shows; only then is it sent. */
function offerImage(box, file) {
  const part = document.getElementById("add-image");
  if (!part || !file.type.startsWith("image/")) return;
  const transfer = new DataTransfer();
  transfer.items.add(file);
  part.open = true;
  const chosen = part.querySelector("input[type='file']");
  chosen.files = transfer.files;
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
  part.querySelector("select").value = box.name;
  part.querySelector("input[type='text']").focus();
}

// --- The pattern of a new code ----------------------------------------------------------------------------------

const PAUSE = 300; // milliseconds without a key before the server is asked
let timer = 0;

/** What it would match, and what it overlaps, while it is typed. */
document.addEventListener("input", ({ target }) => {
  if (target.name !== "newcode.code") return;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const place = target.form.querySelector("[data-says]");
    const address = `${place.dataset.says}?${new URLSearchParams({ q: target.value })}`;
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) place.textContent = await answer.text();
  }, PAUSE);
});

// --- The bar ----------------------------------------------------------------------------------------------------

// No box lies under the bar when the focus comes to it, however many rows its buttons need: styles/staff/editor.css.
const bar = document.querySelector(".kb-bar");
if (bar) {
  const saving = bar.querySelector(".kb-bar__saving"); // in a small window it alone stays in view
  const observer = new ResizeObserver(() => {
    const height = (bar.offsetHeight || saving.offsetHeight) + 16;
    document.documentElement.style.setProperty("--kb-bar-height", `${height}px`);
    // What is said in it makes it higher: it does not grow over the box that somebody types in.
    const box = document.activeElement;
    const { top, bottom } = box.getBoundingClientRect();
    if (box.form && !bar.contains(box) && top < innerHeight && bottom > innerHeight - height) {
      box.scrollIntoView({ block: "nearest" });
    }
  });
  for (const part of [bar, saving]) observer.observe(part);
  // A browser shows the place to type in a tall box, and not the whole box.
  document.addEventListener("keyup", ({ key }) => {
    if (key === "Tab") document.activeElement.scrollIntoView({ block: "nearest" });
  });
}

function dress() {
  for (const box of document.querySelectorAll("[data-editor] .markdownx textarea")) {
    if (!box.previousElementSibling?.matches(".kb-tools")) new Toolbar(box);
  }
  startPreviews();
}

document.addEventListener("kb:added", dress);
dress();
