"""The piece of an article that shows best why it was found: escaped first, then marked. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from kb.search import analysis

WIDTH = 32  # words


@dataclass(frozen=True)
class Snippet:
    html: SafeString
    audience: str = ""


@dataclass(frozen=True)
class _Window:
    weight: int
    text: str
    tokens: tuple[analysis.Token, ...]
    audience: str
    has_more: tuple[bool, bool]


def _windows(text: str, audience: str, weights: Mapping[str, int]) -> Iterable[_Window]:
    """The windows that begin a little before a found word; different words count, repeated ones do not."""
    tokens = tuple(analysis.tokens(text))
    stems = [analysis.stem(token.word) for token in tokens]
    for place, stem in enumerate(stems):
        if stem not in weights:
            continue
        start = max(0, min(place - WIDTH // 4, len(tokens) - WIDTH))
        found = set(stems[start : start + WIDTH]) & weights.keys()
        yield _Window(
            sum(weights[one] for one in found),
            text,
            tokens[start : start + WIDTH],
            audience,
            (start > 0, start + WIDTH < len(tokens)),
        )


def _marked(window: _Window, weights: Mapping[str, int]) -> SafeString:
    pieces: list[str] = ["… " if window.has_more[0] else window.text[: window.tokens[0].start]]
    for place, token in enumerate(window.tokens):
        if place:
            pieces.append(window.text[window.tokens[place - 1].end : token.start])
        word = window.text[token.start : token.end]
        pieces.append(format_html("<mark>{}</mark>", word) if analysis.stem(token.word) in weights else word)
    pieces.append(" …" if window.has_more[1] else window.text[window.tokens[-1].end :])
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def best(segments: Iterable[tuple[str, str, str]], weights: Mapping[str, int], *, otherwise: str) -> Snippet:
    """Of the segments (field, whose steps, text), the window with the most to say; the title is shown anyway."""
    chosen: _Window | None = None
    for name, audience, text in segments:
        if name == "title":
            continue
        for window in _windows(text, audience, weights):
            if chosen is None or window.weight > chosen.weight:
                chosen = window
    if chosen is None:
        return Snippet(escape(otherwise))
    return Snippet(_marked(chosen, weights), chosen.audience)
