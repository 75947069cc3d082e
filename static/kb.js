// Makes pages quicker to use. Every page works without it.

const script = document.querySelector("script[data-nhsuk]");

/** Pages without a component of the design system that needs its script do not load it. */
async function startDesignSystem() {
  if (!document.querySelector("[data-module^='nhsuk-']")) return;
  const { initAll } = await import(script.dataset.nhsuk);
  initAll();
}

/** The clipboard needs https; on plain http an older way still works. */
async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "nhsuk-u-visually-hidden";
  document.body.append(box);
  box.select();
  const isCopied = document.execCommand("copy");
  box.remove();
  if (!isCopied) throw new Error("Copying was refused");
}

function startCopyButtons() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const box = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = "value" in box ? box.value : box.textContent.trim();
      try {
        await copy(text);
        said.textContent = "Copied";
      } catch {
        if ("select" in box) box.select();
        said.textContent = "Press Ctrl and C to copy";
      }
      button.focus();
      setTimeout(() => { said.textContent = ""; }, 5000);
    });
  }
}

/** On a phone the ways in stand behind a button; in a wide window it is not shown, and they always are. */
function startMenu() {
  const button = document.querySelector("[data-menu]");
  button?.addEventListener("click", () => {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    button.closest("header").classList.toggle("kb-header--open", !isOpen);
  });
}

function startPrinting() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => window.print());
  }
  // Only the browser knows the day of printing: a page kept by a cache would name an older one.
  window.addEventListener("beforeprint", () => {
    const today = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date());
    for (const place of document.querySelectorAll("[data-printed]")) place.textContent = `Printed ${today}`;
  });
}

/** Some browsers drop the line breaks of a pasted message, which glues its words together. */
function keepWordsApart(event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\r\n]/.test(text)) return;
  event.preventDefault();
  const box = event.currentTarget;
  box.setRangeText(text.replace(/\s+/g, " ").trim(), box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A view is two seconds in sight. A reload, going back, and a page that was only made ready are none. */
function startSeeing() {
  const part = document.querySelector("[data-seen]");
  if (!part || performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  let waiting;
  const tell = () => {
    document.removeEventListener("visibilitychange", wait);
    const body = new URLSearchParams({ page: part.dataset.seen });
    // Nobody waits for it, and nothing is said where it does not arrive.
    fetch(part.dataset.seenAt, { method: "POST", body, keepalive: true }).catch(() => {});
  };
  function wait() {
    clearTimeout(waiting);
    if (document.visibilityState === "visible") waiting = setTimeout(tell, 2000);
  }
  document.addEventListener("visibilitychange", wait);
  if (document.prerendering) document.addEventListener("prerenderingchange", wait, { once: true });
  else wait();
}

/** What came of a search: how many results, and which was opened. Its words are those of the address. */
function startOutcome() {
  const part = document.querySelector("[data-outcome-at]");
  const q = new URLSearchParams(location.search).get("q");
  if (!part || !q) return;
  const tell = (said) => {
    const body = new URLSearchParams({ q, ...said });
    fetch(part.dataset.outcomeAt, { method: "POST", body, keepalive: true }).catch(() => {});
  };
  const { number, sure = "" } = part.dataset;
  if (number && performance.getEntriesByType("navigation")[0]?.type === "navigate") tell({ number, sure });
  document.querySelector("main").addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link?.origin === location.origin) tell({ opened: link.pathname });
  });
}

for (const box of document.querySelectorAll("input[name='q']")) box.addEventListener("paste", keepWordsApart);
startCopyButtons();
startMenu();
startPrinting();
startSeeing();
startOutcome();
startDesignSystem();
