// The desk: opens an answer in place, moves between box and answer, and puts the reply on the clipboard.
// Without it each of these is a page of its own, or a text to copy by hand.

const DONE = "done with you on the phone"; // as kb/helpdesk/desk/replies.py
const main = document.querySelector("[data-desk]");
const form = main.querySelector("[data-desk-box]");
const box = form.elements.q;
const status = main.querySelector("[data-desk-status]");
let asking = new AbortController();

// --- The answer in place ---------------------------------------------------------------------------------------------

function swapIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const parts = page.querySelectorAll("[data-desk-part]");
  if (!parts.length) return false; // signed out meanwhile
  for (const part of parts) document.getElementById(part.id).replaceWith(document.adoptNode(part));
  document.title = page.title;
  const token = page.querySelector("[data-desk-box] [name='csrfmiddlewaretoken']");
  if (token) form.elements.csrfmiddlewaretoken.value = token.value;
  return page.querySelector("[data-desk-box] [name='q']").value;
}

/** The focus goes to the answer, or to the first of what may be meant (never to another error); the status says which. */
function arrive() {
  const heading = main.querySelector("#answer h1");
  const first = main.querySelector("#answer-heading") ? null : main.querySelector("[aria-labelledby='may-be'] > a");
  (first ?? heading).focus();
  status.textContent = heading.dataset.status ?? heading.textContent.trim();
}

async function open(address, options = {}) {
  asking.abort();
  asking = new AbortController();
  status.textContent = "";
  try {
    const headers = { "X-In-Place": "1" };
    const answer = await fetch(address, { ...options, headers, signal: asking.signal, credentials: "same-origin" });
    const text = answer.ok ? swapIn(await answer.text()) : false;
    if (text === false) throw new Error("No answer of the desk");
    const now = answer.headers.get("Content-Location") ?? answer.url;
    if (options.keeps !== "address") history.pushState({}, "", now);
    if (options.method !== "POST") box.value = text;
    start();
    arrive();
  } catch (error) {
    if (error.name === "AbortError") return;
    if (options.method === "POST") form.submit();
    else location.assign(address);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  open(form.action, { method: "POST", body: new FormData(form) });
});

main.addEventListener("click", (event) => {
  const link = event.target.closest("[data-desk-open]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link.href);
});

/** Kept without leaving the answer, whose ticks stay. Only what stands beside the box is new. */
async function keepOutcome(event) {
  const { target: sent, submitter } = event;
  event.preventDefault();
  if ("isSending" in submitter.dataset) return; // pressed twice
  submitter.dataset.isSending = "";
  const said = main.querySelector("[data-said]") ?? status;
  const body = new FormData(sent, submitter);
  submitter.closest("[open]")?.removeAttribute("open");
  try {
    const answer = await fetch(submitter.formAction, { method: "POST", body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const beside = answer.ok && page.getElementById("beside");
    if (!beside) throw new Error("No answer of the desk");
    document.getElementById("beside").replaceWith(document.adoptNode(beside));
    const [told] = [...page.querySelectorAll("[role='alert'] p")].map((one) => one.textContent.trim());
    const isKept = !told || told.startsWith("Kept:"); // as kb/helpdesk/calls/views.py
    said.textContent = isKept ? `Kept: ${submitter.dataset.say}` : told;
    if (!isKept || !submitter.closest("[data-desk-bar]")) return;
    said.dataset.outcomeSaid = submitter.dataset.say;
    sent.elements.call.value = page.querySelector("[data-desk-state] [name='call']")?.value ?? "";
  } catch {
    // The form alone would not say which button was pressed, or where to.
    sent.append(hidden(submitter.name, submitter.value));
    sent.action = submitter.formAction;
    sent.submit();
  } finally {
    delete submitter.dataset.isSending;
  }
}

const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });

main.addEventListener("submit", (event) => {
  if (event.target.matches("[data-desk-state]") && event.submitter?.name === "outcome") keepOutcome(event);
});

window.addEventListener("popstate", () => open(location.href, { keeps: "address" }));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  if (document.activeElement === box) box.value = "";
  box.focus();
  box.select();
});

// --- Whose steps, and what may be meant ------------------------------------------------------------------------------

/** Arrow keys go from one to the next; Tab goes past them all. */
function rove(items, onMove) {
  items.forEach((item, place) => {
    item.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = items[(place + by + items.length) % items.length];
      for (const one of items) one.tabIndex = one === next ? 0 : -1;
      next.focus();
      onMove?.(next);
    });
  });
}

function startListboxes() {
  for (const list of main.querySelectorAll("[data-listbox]")) {
    const options = [...list.children];
    list.setAttribute("role", "listbox");
    options.forEach((option, place) => {
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = place ? -1 : 0;
    });
    rove(options);
  }
}

function startTabs() {
  const nav = main.querySelector("[data-tabs]");
  if (!nav) return;
  const tabs = [...nav.children];
  const choose = (chosen) => {
    main.querySelector("[data-desk-state] > [name='audience']").value = chosen.dataset.tab;
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      main.querySelector(`#role-${tab.dataset.tab}`).classList.toggle("kb-desk__role--current", isChosen);
    }
  };
  nav.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const isCurrent = tab.hasAttribute("aria-current");
    tab.removeAttribute("aria-current");
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", `role-${tab.dataset.tab}`);
    main.querySelector(`#role-${tab.dataset.tab}`).setAttribute("role", "tabpanel");
    if (isCurrent) choose(tab);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      choose(tab);
    });
    tab.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); choose(tab); }
    });
  }
  rove(tabs, choose);
}

// --- What is pasted --------------------------------------------------------------------------------------------------

const stepsOf = (role) => [...role.querySelectorAll("[data-step]")];
const isDone = (step) => step.querySelector("[name='done']").checked;
const titleOf = (step) => step.querySelector(".kb-desk__step-title").lastChild.textContent.trim();

/** The text of the server, with the steps marked that are ticked now. Only a step begins a line with its number. */
function plainReply(role) {
  const lines = role.querySelector("textarea").defaultValue.split("\n");
  stepsOf(role).forEach((step, place) => {
    const at = lines.findIndex((line, number) => number && line.startsWith(`${place + 1}. `));
    if (at < 0) return;
    const bare = lines[at].replace(` (${DONE})`, "");
    lines[at] = isDone(step) ? `${bare} (${DONE})` : bare;
  });
  return lines.join("\n");
}

/** The words as they are marked on the page, bare of our classes, with links that lead somewhere from a mail. */
function formattedReply(role) {
  const [about, ...rest] = plainReply(role).split("\n");
  const [address, stamp] = rest.slice(-2);
  const frame = document.createElement("div");
  frame.append(Object.assign(document.createElement("p"), { textContent: about }));
  const list = document.createElement("ol");
  for (const step of stepsOf(role)) {
    const item = document.createElement("li");
    const title = Object.assign(document.createElement("strong"), { textContent: titleOf(step) });
    item.append(title, isDone(step) ? ` (${DONE})` : "");
    const body = step.querySelector("[data-body]").cloneNode(true);
    for (const link of body.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
    for (const picture of body.querySelectorAll("img, button")) picture.remove();
    item.append(...body.childNodes);
    list.append(item);
  }
  const foot = document.createElement("p");
  const link = Object.assign(document.createElement("a"), { href: address, textContent: address });
  foot.append(link, document.createElement("br"), stamp);
  frame.append(list, foot);
  for (const marked of frame.querySelectorAll("*")) {
    for (const name of ["class", "data-module", "tabindex", "role"]) marked.removeAttribute(name);
  }
  return frame.innerHTML;
}

function ticketText() {
  const text = main.querySelector("#ticket").defaultValue.split("\n");
  const at = text.findIndex((line) => line.startsWith("Steps tried:"));
  const outcome = text.findIndex((line) => line.startsWith("Outcome: "));
  const tried = [...main.querySelectorAll("[data-role]")].flatMap((role) => {
    const whom = role.dataset.whom ? ` (${role.dataset.whom})` : "";
    return stepsOf(role).filter(isDone).map((step) => `- ${titleOf(step)}${whom}`);
  });
  const said = main.querySelector("[data-outcome-said]")?.dataset.outcomeSaid;
  const last = said ? [`Outcome: ${said}`, ...text.slice(outcome + 1)] : text.slice(outcome);
  return [...text.slice(0, at), tried.length ? "Steps tried:" : "Steps tried: none ticked", ...tried, ...last].join("\n");
}

/** Both forms at once. The clipboard needs https; on plain http an older way still works. */
async function copy(plain, html) {
  if (navigator.clipboard?.write && window.ClipboardItem) {
    const kinds = { "text/plain": new Blob([plain], { type: "text/plain" }) };
    if (html) kinds["text/html"] = new Blob([html], { type: "text/html" });
    await navigator.clipboard.write([new ClipboardItem(kinds)]);
    return;
  }
  const put = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", plain);
    if (html) event.clipboardData.setData("text/html", html);
  };
  document.addEventListener("copy", put, { once: true });
  const isCopied = document.execCommand("copy");
  document.removeEventListener("copy", put);
  if (!isCopied) throw new Error("Copying was refused");
}

async function sayCopied(what, plain, html, text) {
  const said = main.querySelector("[data-said]");
  said.textContent = "";
  try {
    await copy(plain, html);
    said.textContent = `Copied: ${what}`;
  } catch {
    said.textContent = "Not copied. The text stands below the steps.";
    text.closest("details").open = true;
    text.select();
  }
}

function startCopying() {
  for (const button of main.querySelectorAll("[data-copy-reply]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const chosen = button.dataset.copyReply ? `#role-${button.dataset.copyReply}` : ".kb-desk__role--current";
      const role = main.querySelector(chosen);
      if (!stepsOf(role).length) {
        main.querySelector("[data-said]").textContent = "Nothing to copy: there are no steps here.";
        return;
      }
      const { length } = stepsOf(role);
      const what = `reply, ${length} step${length === 1 ? "" : "s"}`;
      sayCopied(what, plainReply(role), formattedReply(role), role.querySelector("textarea"));
    });
  }
  const button = main.querySelector("[data-copy-ticket]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => sayCopied("ticket", ticketText(), "", main.querySelector("#ticket")));
}

function startTicks() {
  for (const tick of main.querySelectorAll("[name='done']")) {
    tick.addEventListener("change", () => {
      for (const role of main.querySelectorAll("[data-role]")) {
        const text = role.querySelector("textarea");
        if (text) text.value = plainReply(role);
      }
      main.querySelector("#ticket").value = ticketText();
    });
  }
}

function start() {
  startListboxes();
  startTabs();
  startCopying();
  startTicks();
}

start();
