"""Documents of any content that may be published, for random tests."""

from dataclasses import replace

from hypothesis import strategies as st

from kb.catalogue.choices import Actor, Place
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from tests.make import TURNING

_LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029" + TURNING)
_MARKS = ["# x", "## x", "### x", "{{ snippet one }}", "{{x}}", "Result: x", "Applies to: y", "\\Result: x", "\\## x"]
_MARKDOWN = ["```", "~~~", "---", "...", "> x", "- x", "  x", "x  ", "", " "]
_YAML = ["null", "400_645", "true", "2026-11-22", "@x", "x: y", "'", "x #y", "*x", "&x", "[x", "~"]
_ODD = st.sampled_from([*_MARKS, *_MARKDOWN, *_YAML])
LINES = _ODD | st.text(_LETTERS, max_size=12)
SOME_LINE = LINES.filter(str.strip)
SLUGS = st.from_regex(r"\A[a-z0-9]{1,8}(-[a-z0-9]{1,8})?\Z")


def _is_tidy(text: str) -> bool:
    """Empty lines around a text are the file's, not the text's."""
    lines = text.split("\n")
    return bool(text.strip() and lines[0] and lines[-1].strip())


TEXTS = st.lists(LINES, min_size=1, max_size=6).map("\n".join).filter(_is_tidy)
_STEPS = {
    audience: st.lists(
        st.builds(
            StepContent,
            st.just(audience),
            title=SOME_LINE,
            body=TEXTS,
            applies_to=st.just("") | SOME_LINE,
            expected=st.just("") | SOME_LINE,
        )
        | st.builds(StepContent, st.just(audience), snippet=SLUGS),
        max_size=3,
    )
    for audience in ("USER", "RA", "IT")
}
_SOURCES = st.builds(
    SourceContent,
    name=SOME_LINE,
    title=LINES,
    address=st.sampled_from(["", "https://example.org/a?b=c#d"]),
    dated=st.none() | st.dates(),
)


def documents(**given: st.SearchStrategy) -> st.SearchStrategy[ArticleDocument]:
    parts = {
        "title": SOME_LINE,
        "slug": SLUGS,
        "summary": SOME_LINE,
        "category": SLUGS,
        "services": st.lists(SLUGS, max_size=3, unique=True).map(tuple),
        "reference": st.just("") | st.from_regex(r"\A[A-Z]{1,3}[0-9]{1,4}\Z"),
        "vendor": st.just("") | SLUGS,
        "codes": st.lists(SOME_LINE, max_size=2).map(tuple),
        "mentions": st.lists(SOME_LINE, max_size=2).map(tuple),
        "confidence": st.sampled_from(["STUB", "UNVERIFIED", "VERIFIED"]),
        "reader": st.sampled_from(["", "USER", "RA", "IT"]),
        "call_first": st.booleans(),
        "have_ready": st.just("") | SOME_LINE,
        "acts": st.sampled_from(["", *Actor.values]),
        "place": st.sampled_from(["", *Place.values]),
        "virtual_cards": st.booleans(),
        "reminder": st.just("") | SOME_LINE,
        "related": st.lists(SLUGS, max_size=3, unique=True).map(tuple),
        "sources": st.lists(_SOURCES, max_size=2).map(tuple),
        "review_due": st.none() | st.dates(),
        "symptoms": st.lists(st.builds(SymptomContent, st.sampled_from(["EXACT", "SIGN"]), TEXTS), max_size=4).map(
            tuple
        ),
        "steps": st.tuples(*_STEPS.values()).map(lambda lists: tuple(step for steps in lists for step in steps)),
        "causes": st.lists(TEXTS, max_size=3).map(tuple),
        "questions": st.lists(SOME_LINE, max_size=3).map(tuple),
        "background": st.just("") | TEXTS,
    }
    made = st.builds(ArticleDocument, **{**parts, **given})
    return st.builds(_with_codes, made, st.integers(0, 8)).filter(lambda document: not document.problems())


def _with_codes(document: ArticleDocument, which: int) -> ArticleDocument:
    """Some steps for codes of the article that can stand on one line, and some for all of them."""
    fit = [code for code in (*document.codes, *document.mentions) if code == code.strip() and "," not in code]
    codes = tuple(code for code in fit if code != "all")[: which % 3]
    steps = tuple(
        replace(step, codes=codes) if n % 3 == which % 3 else replace(step, general=n % 3 == 1)
        for n, step in enumerate(document.steps)
    )
    return replace(document, steps=steps)
