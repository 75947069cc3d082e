// What a script puts into a box as if it had been typed there: Ctrl and Z takes it back, by itself.

/** In the place of what stands from `start` to `end`; `select` is what of it is marked then, counted from `start`. */
export function put(box, text, start, end, select = null) {
  if (!text && start === end) return;
  box.focus({ preventScroll: true });
  box.setSelectionRange(0, 0); // what was typed before is taken back by itself
  box.setSelectionRange(start, end);
  // No other way keeps what a browser can take back. One that refuses has the text, and takes nothing back.
  const isDone = document.execCommand(text ? "insertText" : "delete", false, text);
  if (!isDone) {
    box.setRangeText(text, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (select) box.setSelectionRange(start + select[0], start + select[1]);
}
