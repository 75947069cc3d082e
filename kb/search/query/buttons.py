"""Labels of buttons at the end of a copied dialog: they are no part of what went wrong. Pure."""

from collections.abc import Sequence

from kb.search.index.analysis import Token

_LABELS = (
    "OK", "Okay", "Cancel", "Close", "Exit", "Quit", "Back", "Go back", "Next", "Continue", "Retry", "Try again",
    "Abort", "Ignore", "Yes", "No", "Yes No", "Details", "Show details", "Hide details", "More details", "More info",
    "More information", "Learn more", "Help", "Get help", "Dismiss", "Finish", "Done", "Submit", "Report an issue",
    "Report a problem", "Send report", "Don't send", "Copy", "Reload", "Refresh", "Return", "Allow", "Block", "Got it",
    "Not now", "Skip", "Accept", "Decline",
)  # fmt: skip
_RUNS = sorted({tuple(label.lower().replace("'", "").split()) for label in _LABELS}, key=len, reverse=True)
# Typed small they are words like others ("it won't close"); but nobody ends a sentence with these.
_ALWAYS = frozenset({("ok",), ("okay",), ("try", "again"), ("go", "back"), ("report", "an", "issue")})
FEWEST_WORDS_BEFORE = 2


def without(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens before a run of labels that ends the text, where enough is left to say something.

    A label counts where it begins with a capital, where another follows it, or where no sentence ends so.
    """
    end = len(tokens)
    labels: list[tuple[int, tuple[str, ...]]] = []
    while (run := _ends_with(tokens, end)) is not None:
        end -= len(run)
        labels.append((end, run))
    if not labels or end < FEWEST_WORDS_BEFORE:
        return tokens
    at, run = labels[0]
    is_label = text[tokens[at].start].isupper() and not text.isupper()
    return tokens[:end] if len(labels) > 1 or run in _ALWAYS or is_label else tokens


def _ends_with(tokens: Sequence[Token], end: int) -> tuple[str, ...] | None:
    words = tuple(token.word for token in tokens[max(0, end - 3) : end])
    return next((run for run in _RUNS if words[-len(run) :] == run), None)
