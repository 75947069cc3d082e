"""What axe does not look for: text that is cut off, targets too small to hit, things that move."""

from playwright.sync_api import Page

# WCAG 1.4.12: what a reader may set. Styles of a reader are not bound by the policy of the page.
SPACING = """* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }"""

_CUT_OFF = """() => {
  const isOnlyHeard = (part) => part.closest(".nhsuk-u-visually-hidden, .nhsuk-skip-link");
  const isSeen = (part) => part.checkVisibility({ visibilityProperty: true }) && !isOnlyHeard(part);
  const isOut = (line, edge) =>
    line.bottom > edge.bottom + 1 || line.right > edge.right + 1 || line.left < edge.left - 1;
  const cut = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.data.trim() || text.parentElement.closest("script, textarea") || !isSeen(text.parentElement)) continue;
    const range = document.createRange();
    range.selectNode(text);
    const lines = [...range.getClientRects()];
    for (let box = text.parentElement; box !== document.documentElement; box = box.parentElement) {
      if (getComputedStyle(box).display === "inline") continue;
      const edge = box.getBoundingClientRect();
      if (lines.some((line) => isOut(line, edge))) cut.add(`${box.tagName}.${box.className}: ${text.data.trim()}`);
    }
  }
  return [...cut];
}"""

# WCAG 2.5.8: 24 by 24 pixels, or a circle of 24 pixels that meets no other target, or a link within a sentence.
_TOO_SMALL = """() => {
  const LEAST = 24;
  const targets = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), textarea")]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }))
    .filter((target) => !target.matches(".nhsuk-skip-link"));
  const box = (target) => target.getBoundingClientRect();
  const isSmall = (target) => box(target).width < LEAST - 0.5 || box(target).height < LEAST - 0.5;
  const isInSentence = (target) => {
    const block = target.closest("p, li, dd, dt, h1, h2, h3, h4, td, div");
    return getComputedStyle(target).display === "inline" && block.textContent.trim() !== target.textContent.trim();
  };
  const middle = (target) => {
    const { left, top, width, height } = box(target);
    return { x: left + width / 2, y: top + height / 2 };
  };
  const away = (point, target) => {
    const { left, right, top, bottom } = box(target);
    return Math.hypot(Math.max(left - point.x, 0, point.x - right), Math.max(top - point.y, 0, point.y - bottom));
  };
  const hasRoom = (target) => targets.every((other) => {
    if (other === target) return true;
    if (away(middle(target), other) < LEAST / 2) return false;
    const [one, two] = [middle(target), middle(other)];
    return !isSmall(other) || Math.hypot(one.x - two.x, one.y - two.y) >= LEAST;
  });
  return targets
    .filter((target) => isSmall(target) && !isInSentence(target) && !hasRoom(target))
    .map((target) => `${target.textContent.trim()}: ${box(target).width} x ${box(target).height}`);
}"""

_MOVING = """() => [...document.querySelectorAll("*")]
  .filter((part) => {
    const s = getComputedStyle(part);
    return s.animationName !== "none" || Number.parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === "smooth";
  })
  .map((part) => `${part.tagName}.${part.className}`)"""


def cut_off(page: Page) -> list[str]:
    """Texts that stick out of the boxes they stand in."""
    return [f"{page.url}: {words}" for words in page.evaluate(_CUT_OFF)]


def too_small(page: Page) -> list[str]:
    return [f"{page.url}: {words}" for words in page.evaluate(_TOO_SMALL)]


def moving(page: Page) -> list[str]:
    return [f"{page.url}: {words}" for words in page.evaluate(_MOVING)]
