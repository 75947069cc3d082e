// Passkeys: asks the server what to ask, the browser for an answer, and sends it with the form that stands in the page.
// Without this module, or in a browser without passkeys, the forms stay hidden and the page says what else there is.

const bytes = (text) => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0),
);

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const withIds = (known) => (known ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

/** What the server asks, as the browser takes it: older browsers have no way of their own. */
function asked({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  options.excludeCredentials = withIds(publicKey.excludeCredentials);
  options.allowCredentials = withIds(publicKey.allowCredentials);
  return { publicKey: options };
}

function answered(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function options(form) {
  const body = new URLSearchParams({
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    what: form.dataset.passkey,
  });
  const answer = await fetch(form.dataset.options, { method: "POST", body });
  if (!answer.ok) throw new DOMException("The page is too old.", "TimeoutError");
  return answer.json();
}

async function send(form, said) {
  const { name } = form.elements;
  // Without a name the server says what is missing, before a passkey is made.
  if (!name || name.value.trim()) {
    const wanted = asked(await options(form));
    const isNew = form.dataset.passkey === "add";
    const credential = await (isNew ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted));
    form.elements.credential.value = answered(credential);
  }
  said.textContent = "";
  form.submit();
}

const WORDS = { NotAllowedError: "stopped", AbortError: "stopped", InvalidStateError: "hereAlready", TimeoutError: "over" };

function show() {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = false;
  for (const line of document.querySelectorAll("[data-without-passkeys]")) line.hidden = true;
}

if (window.PublicKeyCredential && navigator.credentials) {
  let isBusy = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-passkey]")) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const said = form.querySelector("[role='status']");
    said.textContent = "";
    send(form, said)
      .catch((error) => { said.textContent = said.dataset[WORDS[error.name] ?? "failed"]; })
      .finally(() => { isBusy = false; });
  });
  show();
  // Another script may put a new page in the place of this one.
  document.addEventListener("kb:shown", show);
}
