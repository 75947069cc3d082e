// Signing in while very many do: the page tries again by itself, so that nobody types a password twice.
// Without this module the answer is a page with a button.

const BUSY = 503;
const MOST_TRIES = 15;
const WAIT = 2; // seconds, where the answer does not say

const rest = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

/** In the place of this page, as if the form had been sent without us. */
async function show(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  const { initAll } = await import(document.querySelector("script[data-nhsuk]").dataset.nhsuk);
  initAll({ scope: main });
  start();
  document.dispatchEvent(new Event("kb:shown"));
  scrollTo(0, 0);
  (main.querySelector(".nhsuk-error-summary, [data-first]") ?? main).focus();
}

async function send(form) {
  const said = form.querySelector("[data-busy]");
  const body = new URLSearchParams(new FormData(form));
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      // Where it leads is hidden from us. This page knows: to a code from the phone, or to what was asked for.
      const here = new URL(form.action);
      here.searchParams.set("next", form.elements.next.value);
      here.searchParams.delete("again");
      location.assign(here);
      return;
    }
    if (answer.status !== BUSY || tries === MOST_TRIES) {
      await show(answer);
      return;
    }
    said.textContent = said.dataset.busy;
    await rest(Number(answer.headers.get("Retry-After")) || WAIT);
  }
}

function start() {
  const form = document.querySelector("form[data-sign-in]");
  let isSending = false;
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    // Where the network fails, the browser says so better than we could.
    send(form).catch(() => form.submit());
  });
}

start();
