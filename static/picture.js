// A chosen picture is looked at before it is sent, and parts of it are blacked out: here, in the browser, so that what
// lies under a black box never leaves the machine. It goes to where the caret was in the text.

const FILE = "[name='image.file']";
const LONGEST = 2000; // pixels of a side, as kb/media/images.py
const TAP = 6; // pixels that a finger moves without drawing
const STEP = 0.02; // of the picture, with an arrow key
const LEAST = 0.02;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (value, most) => Math.min(most, Math.max(0, value));

/** The picture of the part "Add an image", as long as its page stands. Places are shares of its width and height. */
class Look {
  #input;
  #part;
  #canvas;
  #frame;
  #picture;
  #file;
  #boxes = [];
  #corner = null;
  #turn = 0;

  constructor(input, picture, file) {
    this.#input = input;
    this.#picture = picture;
    this.#file = file;
    this.#part = input.form.querySelector("[data-look]");
    this.#frame = this.#part.querySelector("[data-look-frame]");
    this.#canvas = document.createElement("canvas");
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    this.#canvas.width = Math.max(1, Math.round(picture.width * scale));
    this.#canvas.height = Math.max(1, Math.round(picture.height * scale));
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", "The image as it will be sent");
    this.#frame.replaceChildren(this.#canvas);
    this.#part.hidden = false;
    this.#part.querySelector("[data-look-add]").onclick = () => this.#add({ x: 0.35, y: 0.4, width: 0.3, height: 0.2 });
    this.#part.querySelector("[data-look-back]").onclick = () => this.#remove(this.#boxes.at(-1));
    this.#canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    this.#canvas.addEventListener("pointerup", (event) => this.#end(event));
    this.#paint();
  }

  // --- Boxes ----------------------------------------------------------------------------------------------------

  #placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    return { x: within((clientX - left) / width, 1), y: within((clientY - top) / height, 1) };
  }

  #begin(event) {
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    if (!this.#corner) this.#corner = { ...this.#placeOf(event), at: [event.clientX, event.clientY] };
  }

  /** Drawn from corner to corner, or pressed at one and then at the other. */
  #end(event) {
    if (!this.#corner) return;
    const { x, y, at } = this.#corner;
    if (Math.hypot(event.clientX - at[0], event.clientY - at[1]) < TAP) return;
    const other = this.#placeOf(event);
    this.#corner = null;
    this.#add({ x: Math.min(x, other.x), y: Math.min(y, other.y), width: Math.max(LEAST, Math.abs(other.x - x)),
      height: Math.max(LEAST, Math.abs(other.y - y)) });
  }

  #add(box) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "kb-look__box" });
    box.button = button;
    button.addEventListener("keydown", (event) => this.#onKey(event, box));
    this.#boxes.push(box);
    this.#frame.append(button);
    this.#settle();
    button.focus();
  }

  #remove(box) {
    if (!box) return;
    this.#boxes.splice(this.#boxes.indexOf(box), 1);
    box.button.remove();
    this.#settle();
    this.#part.querySelector("[data-look-add]").focus();
  }

  #onKey(event, box) {
    const { key, shiftKey } = event;
    if (key === "Delete" || key === "Backspace") this.#remove(box);
    else if (!KEYS[key]) return;
    event.preventDefault();
    const [right, down] = KEYS[key] ?? [0, 0];
    if (shiftKey) {
      box.width = Math.max(LEAST, within(box.width + right * STEP, 1 - box.x));
      box.height = Math.max(LEAST, within(box.height + down * STEP, 1 - box.y));
    } else {
      box.x = within(box.x + right * STEP, 1 - box.width);
      box.y = within(box.y + down * STEP, 1 - box.height);
    }
    this.#settle();
  }

  #settle() {
    this.#boxes.forEach(({ button, x, y, width, height }, place) => {
      for (const [side, share] of Object.entries({ left: x, top: y, width, height })) button.style[side] = `${share * 100}%`;
      const where = `${Math.round(x * 100)}% from the left, ${Math.round(y * 100)}% from the top`;
      button.setAttribute("aria-label", `Black box ${place + 1}, ${where}. Arrow keys move it, with Shift they change ` +
        "its size, Delete removes it.");
    });
    this.#paint();
    this.#give();
  }

  // --- What is sent ---------------------------------------------------------------------------------------------

  #paint() {
    const pen = this.#canvas.getContext("2d");
    const { width, height } = this.#canvas;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    pen.drawImage(this.#picture, 0, 0, width, height);
    pen.fillStyle = "#000";
    for (const box of this.#boxes) {
      const [left, top] = [Math.floor(box.x * width), Math.floor(box.y * height)];
      const [right, bottom] = [Math.ceil((box.x + box.width) * width), Math.ceil((box.y + box.height) * height)];
      pen.fillRect(left, top, right - left, bottom - top);
    }
  }

  /** Until the new file is made there is none: what was to be hidden is not sent in a moment between. */
  async #give() {
    const turn = ++this.#turn;
    const button = this.#input.form.querySelector("[name='press'][value='image']");
    button.disabled = true;
    put(this.#input, null);
    const type = this.#file.type === "image/jpeg" ? "image/jpeg" : "image/png";
    const name = this.#file.name.replace(/\.\w+$/, type === "image/jpeg" ? ".jpg" : ".png");
    const blob = await new Promise((done) => { this.#canvas.toBlob(done, type, 0.92); });
    if (turn !== this.#turn) return;
    put(this.#input, this.#boxes.length ? new File([blob], name, { type }) : this.#file);
    button.disabled = false;
  }
}

function put(input, file) {
  const transfer = new DataTransfer();
  if (file) transfer.items.add(file);
  input.files = transfer.files;
}

async function look(input) {
  const part = input.form.querySelector("[data-look]");
  const [file] = input.files;
  part.hidden = true;
  if (!file) return;
  const picture = await createImageBitmap(file).catch(() => null); // what is none the site refuses, in its words
  if (picture && input.files[0] === file) new Look(input, picture, file);
}

document.addEventListener("change", ({ target }) => { if (target.matches?.(FILE)) look(target); });
document.addEventListener("kb:added", () => {
  const input = document.querySelector(FILE);
  if (input?.files.length && input.form.querySelector("[data-look]").hidden) look(input);
});

// --- Where it goes ----------------------------------------------------------------------------------------------

const visited = new WeakSet();
document.addEventListener("focusin", ({ target }) => { if (target.matches?.(".markdownx-editor")) visited.add(target); });

/** In characters as the site counts them. Nothing where no caret was in that text: then it goes behind it. */
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[name='press'][value='image']");
  if (!button) return;
  const { form } = button;
  const box = form.elements[form.elements["image.into"].value];
  form.elements["image.at"].value = visited.has(box) ? [...box.value.slice(0, box.selectionEnd)].length : "";
}, true);
