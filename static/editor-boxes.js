// The editor's boxes: they grow with the text, and show how it will look; images that are pasted or dropped; what a new
// code would match; and the bar, which lies over none of them.
// Boxes that come later are dressed when their page says kb:added.

const script = document.querySelector("script[data-markdownx]");

/** django-markdownx starts every box that it has not started yet, each time its script is run. */
function startPreviews() {
  const again = document.createElement("script");
  again.src = script.dataset.markdownx;
  document.head.append(again);
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

// --- Boxes that grow ----------------------------------------------------------------------------------------------

const GROWING = ".kb-edit textarea";

/** Where the browser does not do it by itself: styles/staff/editor.css. */
function grow(box) {
  if (box.scrollHeight > box.clientHeight) box.style.height = `${box.scrollHeight + 8}px`;
}

if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", ({ target }) => { if (target.matches(GROWING)) grow(target); });
}

function dress() {
  startPreviews();
  if (!CSS.supports("field-sizing", "content")) for (const box of document.querySelectorAll(GROWING)) grow(box);
}

document.addEventListener("kb:added", dress);
dress();
