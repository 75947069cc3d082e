// The page of a report that is still on its way looks by itself whether it has reached the desk, so that somebody with
// a patient waiting is told when it has not. Without this module the page says when to look again.

const EVERY = 20_000; // milliseconds
const LONGEST = 180; // looks: an hour

async function shown() {
  const answer = await fetch(window.location.href, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Error(`The page was answered with ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("main [role='status']");
}

async function look(place, looks) {
  if (looks > LONGEST) return;
  try {
    const now = await shown();
    // Said only when it says something new: a screen reader reads it out each time it changes.
    if (now && now.textContent !== place.textContent) place.replaceChildren(...now.childNodes);
    if (now && !now.matches("[data-on-its-way]")) return;
  } catch {
    // The site or the network is away: what is shown stays, and we look again.
  }
  setTimeout(look, EVERY, place, looks + 1);
}

const place = document.querySelector("[data-on-its-way]");
if (place) setTimeout(look, EVERY, place, 1);
