"""The sections of the editor's page, and which parts of an article stand in each. Pure."""

from kb.catalogue import fields

_SECTIONS = (
    ("heading", "Title and summary", ()),
    ("see", "What you see", ("symptoms",)),
    ("codes", "Error codes", ("codes", "meanings", "mentions", "newcode")),
    ("questions", "Ask the person first", ("questions",)),
    ("steps", "What to do", ("steps",)),
    ("causes", "Why it happens", ("causes",)),
    ("background", "Good to know", ("background", "reminder")),
    ("sources", "Related and sources", ("related", "sources", "confidence")),
    ("hand-in", "Hand in", ("owner", "review_due", "why")),
)
_ELSEWHERE = {name for _, _, names in _SECTIONS for name in names}
# What no other section holds stands in the first.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = tuple(
    (id, title, names or tuple(fields.BY_NAME.keys() - _ELSEWHERE)) for id, title, names in _SECTIONS
)
