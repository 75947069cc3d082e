// Says which texts are in this browser alone, before somebody signs out and wherever their work stands. Signing out
// removes them.

const { textsOf, forget, forgetOld, inWords } = await import(document.querySelector("script[data-kept]").dataset.kept);

function itemOf({ at, address }) {
  const item = document.createElement("li");
  const way = document.createElement("a");
  Object.assign(way, { href: address, textContent: `The draft that you wrote on ${inWords(at)}` });
  item.append(way);
  return item;
}

forgetOld();
for (const place of document.querySelectorAll("[data-kept-texts]")) {
  const texts = textsOf(place.dataset.keptTexts);
  place.hidden = !texts.length;
  place.querySelector("ul").replaceChildren(...texts.map(itemOf));
}
for (const form of document.querySelectorAll("form[data-forgets]")) {
  form.addEventListener("submit", () => forget(form.dataset.forgets));
}
