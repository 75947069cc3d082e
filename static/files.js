// Files that are too large are refused before anything is sent, in words beside their box. It is loaded before the
// scripts that do something with them, and hears of each choice first. Without it the server says the same.

const MEGABYTE = 1024 * 1024;

function tooLarge(file, most) {
  return `${file.name} is larger than ${Math.floor(most / MEGABYTE)} MB and was not taken. ` +
    "Take a screenshot of the message only, or save the picture in a smaller size.";
}

/** Shown where the page has a place for it, which a screen reader says at once. */
function say(form, sentences) {
  form.querySelector("[data-refused]").replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.className = "nhsuk-error-message";
    line.textContent = sentence;
    return line;
  }));
}

document.addEventListener("change", (event) => {
  const input = event.target;
  // A change that a script made has been looked at already.
  if (event instanceof CustomEvent || !input.matches?.("input[type='file'][data-most-bytes]")) return;
  const most = Number(input.dataset.mostBytes);
  const files = [...input.files];
  const small = files.filter((file) => file.size <= most);
  say(input.form, files.filter((file) => file.size > most).map((file) => tooLarge(file, most)));
  if (small.length === files.length) return;
  const transfer = new DataTransfer();
  for (const file of small) transfer.items.add(file);
  input.files = transfer.files;
}, true);
