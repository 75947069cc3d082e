// All codes: shows those that hold what is typed. Without a script the list is whole.

const form = document.querySelector("[data-filter]");

/** As codes are compared: letters and figures only, so that "err 50" finds ERR-5022. */
function bare(text) {
  return text.toUpperCase().replace(/[^A-Z0-9]+/g, "");
}

function words(text) {
  return text.toUpperCase().split(/\s+/).filter(Boolean);
}

function start() {
  const box = form.querySelector("input");
  const said = form.querySelector("[data-filter-said]");
  const none = form.querySelector("[data-filter-none]");
  const look = form.querySelector("[data-filter-look]");
  const places = document.querySelector("[data-filter-places]");
  const groups = [...document.querySelectorAll("[data-filter-group]")].map((section) => ({
    section,
    lines: [...section.querySelectorAll(".kb-code-lines__item")].map((item) => {
      const names = item.querySelector(".kb-code-lines__names")?.textContent ?? "";
      const code = item.querySelector(".kb-code").textContent;
      return {
        item,
        code,
        codes: [code, ...names.split(",")].map(bare),
        text: item.textContent.toUpperCase(),
      };
    }),
  }));
  const addressOf = (text) => `${form.action}${encodeURIComponent(text.trim())}/`;

  function filter() {
    const typed = box.value.trim();
    const key = bare(typed);
    const wanted = words(typed);
    const found = new Set();
    for (const { section, lines } of groups) {
      let here = 0;
      for (const line of lines) {
        const fits = !typed || (key && line.codes.some((one) => one.includes(key)))
          || wanted.every((word) => line.text.includes(word));
        line.item.hidden = !fits;
        here += fits;
        if (fits) found.add(line.code);
      }
      section.hidden = !here;
    }
    places.hidden = Boolean(typed);
    none.hidden = !typed || found.size > 0;
    look.href = addressOf(typed);
    if (!typed) said.textContent = "";
    else if (!found.size) said.textContent = "No code in this list has that in it.";
    else said.textContent = found.size === 1 ? "1 code" : `${found.size} codes`;
  }

  form.hidden = false;
  box.addEventListener("input", filter);
  // A site that is asked for a code reads any spelling of it: a decimal, a part of a message.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.value.trim()) window.location.assign(addressOf(box.value));
  });
  // Going back keeps what was typed.
  filter();
}

if (form) start();
