"""An article as a document: to JSON and back, when two say the same, and what keeps one from being published."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.document import SCHEMA, ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.labels import label_of
from tests.make import make_document

WHOLE = ArticleDocument(
    title="Smartcard Authentication Failure",
    slug="smartcard-authentication-failure",
    summary="Sign-in stops with a code that begins 400_ or 500_.",
    category="signing-in",
    services=("identity-agent", "credential-management"),
    reference="C18",
    vendor="isosec",
    codes=("400_645", "400_xxx"),
    mentions=("PR20002",),
    confidence="UNVERIFIED",
    virtual_cards=True,
    related=("card-locked",),
    sources=(
        SourceContent("NHS England", "A page", "https://example.org/", date(2026, 5, 18), "https://copy.example.org/"),
    ),
    review_due=date(2027, 1, 1),
    symptoms=(SymptomContent("EXACT", "Error code: 400_645\nTry again."), SymptomContent("SIGN", "Nothing happens.")),
    steps=(
        StepContent("USER", "Take it out", "Put it back.", "Identity Agent", "A light."),
        StepContent("IT", snippet="domains"),
    ),
    causes=("The port service is not running.",),
    background="### Before\n\nIt was other.",
    questions=("Is your card a plastic one?", "Does it happen to others too?"),
    reader="RA",
    call_first=True,
    have_ready="The card and its reader",
    acts="RA",
    place="2",
    reminder="Renew your smartcard",
)


def problems(**changes) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in make_document(**changes).problems()]


def test_whole_document_has_no_problems():
    assert WHOLE.problems() == []
    assert make_document().problems() == []


def test_document_goes_to_json_and_comes_back():
    assert ArticleDocument.from_dict(json.loads(json.dumps(WHOLE.to_dict()))) == WHOLE


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
DAYS = st.none() | st.dates()
DOCUMENTS = st.builds(
    ArticleDocument,
    *[TEXT] * 4,
    services=TEXTS,
    reference=TEXT,
    vendor=TEXT,
    codes=TEXTS,
    mentions=TEXTS,
    confidence=TEXT,
    virtual_cards=st.booleans(),
    related=TEXTS,
    sources=st.lists(st.builds(SourceContent, TEXT, TEXT, TEXT, DAYS, TEXT), max_size=2).map(tuple),
    review_due=DAYS,
    symptoms=st.lists(st.builds(SymptomContent, TEXT, TEXT), max_size=2).map(tuple),
    steps=st.lists(st.builds(StepContent, *[TEXT] * 6), max_size=2).map(tuple),
    causes=TEXTS,
    background=TEXT,
    questions=TEXTS,
    reader=TEXT,
    call_first=st.booleans(),
    have_ready=TEXT,
    acts=TEXT,
    place=TEXT,
    reminder=TEXT,
)


@given(DOCUMENTS)
def test_any_document_comes_back_from_json_and_has_problems_named_without_fail(document):
    again = ArticleDocument.from_dict(json.loads(json.dumps(document.to_dict())))

    assert again == document
    assert again.fingerprint == document.fingerprint
    assert all(problem.message and hasattr(document, problem.field) for problem in document.problems())


@pytest.mark.parametrize("schema", [None, 0, SCHEMA + 1, "1"])
def test_unknown_schema_is_refused(schema):
    with pytest.raises(ValueError, match=rf"reads schema {SCHEMA}\.$"):
        ArticleDocument.from_dict(WHOLE.to_dict() | {"schema": schema})


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"title": 5},
        {"virtual_cards": "yes"},
        {"services": "identity-agent"},
        {"services": None},
        {"codes": [400]},
        {"causes": {"a": "b"}},
        {"questions": "Which card?"},
        {"steps": [{"audience": None}]},
        {"steps": ["a"]},
        {"symptoms": [{"kind": "SIGN"}]},
        {"symptoms": "a"},
        {"sources": [{"title": "a"}]},
        {"sources": [["name", "a"]]},
        {"sources": [{"name": "a", "dated": "yesterday"}]},
        {"sources": [{"name": "a", "dated": 20260518}]},
        {"review_due": "2026-13-01"},
        {"review_due": datetime(2026, 5, 18)},  # noqa: DTZ001 - refused whatever its zone
    ],
    ids=repr,
)
def test_values_that_are_no_document_are_refused(changes):
    with pytest.raises(ValueError, match=r"^This is no article document: "):
        ArticleDocument.from_dict(WHOLE.to_dict() | changes)


def test_what_is_left_out_of_json_is_empty():
    short = {name: getattr(WHOLE, name) for name in ("title", "slug", "summary", "category", "schema")}

    assert ArticleDocument.from_dict(short).steps == ()


def test_fingerprint_from_before_there_were_questions_still_holds():
    kept = "e277d7e6de27ea262274edb111d6f92343531d11bb1ba614aa8eb7a0a7e22919"

    later = {"acts": "", "place": "", "reminder": "", "reader": "", "call_first": False, "have_ready": ""}
    assert replace(WHOLE, questions=(), **later).fingerprint == kept
    assert WHOLE.fingerprint != kept


def test_fingerprint_is_that_of_what_is_said():
    assert replace(WHOLE, codes=("400-645", "400 XXX")).fingerprint == WHOLE.fingerprint
    assert replace(WHOLE, codes=("400_xxx", "400_645")).fingerprint != WHOLE.fingerprint
    assert replace(WHOLE, title=f"{WHOLE.title}.").fingerprint != WHOLE.fingerprint
    assert replace(WHOLE, codes=(), mentions=()).fingerprint != WHOLE.fingerprint


def test_snippets_are_named_once_in_order():
    steps = (
        StepContent("USER", snippet="b"),
        StepContent("RA", snippet="a"),
        StepContent("IT", "Do", "Do."),
        StepContent("IT", snippet="b"),
    )

    assert make_document(steps=steps).snippets == ("b", "a")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": " "}, "title", "Enter a title that says what the person sees."),
        ({"title": "a" * 151}, "title", "Shorten the title to 150 characters; it has 151."),
        ({"title": "a\nb"}, "title", "Write the title in one line."),
        ({"slug": "Card_Locked"}, "slug", "Use small letters, digits and single hyphens, such as card-not-read."),
        ({"slug": "a" * 101}, "slug", "Shorten the slug to 100 characters; it has 101."),
        ({"summary": ""}, "summary", "Enter a summary of one or two sentences."),
        ({"summary": "a" * 201}, "summary", "Shorten the summary to 200 characters; it has 201."),
        ({"reference": "../C18"}, "reference", "Use capital letters, then figures, such as C18."),
        ({"reference": "C" + "1" * 20}, "reference", "Shorten the reference to 20 characters; it has 21."),
        (
            {"have_ready": "a" * 201},
            "have_ready",
            "Shorten the list of what to have ready to 200 characters; it has 201.",
        ),
        ({"category": ""}, "category", "Choose a topic."),
        ({"confidence": "CERTAIN"}, "confidence", "Use one of stub, unverified or verified."),
        ({"services": ("a", "a")}, "services", "Name each of these once."),
        ({"related": ("a", "a")}, "related", "Name each of these once."),
        (
            {"codes": ("ERR5022", "err 5022")},
            "codes",
            "Name each of these once: capitals and separators make no difference.",
        ),
        (
            {"mentions": ("PR20002", "PR-20002")},
            "mentions",
            "Name each of these once: capitals and separators make no difference.",
        ),
        (
            {"codes": ("ERR5022",), "mentions": ("err 5022",)},
            "mentions",
            "err 5022 is among the codes that this article answers: do not repeat it here.",
        ),
        (
            {"slug": "card-locked", "related": ("card-locked",)},
            "related",
            "An article is not related to itself: take its own slug out.",
        ),
        (
            {"symptoms": (SymptomContent("HUNCH", "a"),)},
            "symptoms",
            "Give each sign a text, and say whether it is an exact message.",
        ),
        (
            {"symptoms": (SymptomContent("SIGN", " "),)},
            "symptoms",
            "Give each sign a text, and say whether it is an exact message.",
        ),
        ({"causes": ("a", " ")}, "causes", "Take out the empty cause."),
        ({"questions": ("Which card?", " ")}, "questions", "Take out the empty question."),
        ({"questions": ("a" * 201,)}, "questions", "Shorten the question to 200 characters; it has 201."),
        ({"questions": ("a\nb",)}, "questions", "Write the question in one line."),
        ({"questions": ("a?",) * 13}, "questions", "Ask 12 questions at most; there are 13."),
        ({"background": "text\n## Heading"}, "background", "Use ### for headings here."),
        ({"background": "#"}, "background", "Use ### for headings here."),
        ({"sources": (SourceContent(" "),)}, "sources", "Name each source."),
        (
            {"sources": (SourceContent("a", address="javascript:alert(1)"),)},
            "sources",
            "'javascript:alert(1)' is not a web address.",
        ),
        ({"sources": (SourceContent("a", seen="example.org"),)}, "sources", "'example.org' is not a web address."),
        ({"sources": (SourceContent("a\nb"),)}, "sources", "Write the name of the source in one line."),
    ],
)
def test_problem_names_its_field_and_says_what_to_do(changes, field, message):
    assert problems(**changes) == [(field, message)]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (StepContent("NURSE", "Do", "Do."), "Say whom this step is for: user, Registration Authority or IT support."),
        (StepContent("USER", "Do", "Do.", snippet="a"), "This step shows a snippet: it can have no words of its own."),
        (StepContent("USER", expected="a", snippet="a"), "This step shows a snippet: it can have no words of its own."),
        (StepContent("USER", "Do", " "), "Say what to do in this step."),
        (StepContent("USER", " ", "Do."), "Give this step a title."),
        (StepContent("USER", " ", " ", expected="a"), "Give this step a title and say what to do."),
        (StepContent("USER", "Do", "Do.\n# Then"), "Take the headings out of this step: a step is one action."),
        (StepContent("USER", "a" * 201, "Do."), "Shorten the title of this step to 200 characters; it has 201."),
        (StepContent("USER", "a\nb", "Do."), "Write the title of this step in one line."),
        (
            StepContent("USER", "Do", "Do.", applies_to="a" * 201),
            "Shorten the “applies to” of this step to 200 characters; it has 201.",
        ),
        (StepContent("USER", "Do", "Do.", expected="a\nb"), "Write the result of this step in one line."),
        (
            StepContent("USER", "Do", "Do.", expected="a" * 1001),
            "Shorten the result of this step to 1000 characters; it has 1001.",
        ),
        (
            StepContent("USER", "Do", "Do. " * 37_500),
            "Shorten the text of this step to 20,000 characters; it has 150,000. "
            "Say the rest in steps of their own, or in another article.",
        ),
    ],
)
def test_problem_of_a_step_says_which(step, message):
    assert problems(steps=(step,)) == [("steps", message)]


@pytest.mark.parametrize(
    ("field", "holds", "message"),
    [
        (
            "symptoms",
            lambda text: (SymptomContent("SIGN", text),),
            "Shorten the text of this sign to 20,000 characters;",
        ),
        ("causes", lambda text: (text,), "Shorten the cause to 20,000 characters;"),
        ("background", lambda text: text, "Shorten the text under “Good to know” to 20,000 characters;"),
    ],
)
def test_no_text_is_without_an_end(field, holds, message):
    assert problems(**{field: holds("a" * 20_000)}) == []
    assert problems(**{field: holds("a" * 20_001)}) == [(field, f"{message} it has 20,001.")]


def test_problems_carry_the_number_of_the_part_that_is_wrong():
    good, bad = StepContent("USER", "Do", "Do."), StepContent("USER", "Do", "")
    document = make_document(
        steps=(good, bad),
        causes=("a", ""),
        sources=(SourceContent("a"), SourceContent("")),
        symptoms=(SymptomContent("SIGN", ""),),
    )

    assert [(problem.field, problem.index) for problem in document.problems()] == [
        ("symptoms", 1),
        ("causes", 2),
        ("steps", 2),
        ("sources", 2),
    ]


def test_stub_has_no_step_of_its_own():
    steps = (StepContent("USER", snippet="general-checks"), StepContent("IT", "Do", "Do."))

    assert problems(confidence="STUB", steps=steps) == [
        ("steps", "A stub has no fix of its own: take out this step, or make it a snippet.")
    ]
    assert problems(confidence="STUB", steps=steps[:1]) == []


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_lines_inside_a_code_fence_are_no_headings(fence):
    fenced = f"Run this:\n\n{fence}\n# a comment\n## another\n{fence}"

    assert problems(steps=(StepContent("IT", "Run", fenced),), background=fenced) == []
    assert problems(background=f"{fenced}\n\n## Heading") == [("background", "Use ### for headings here.")]


@pytest.mark.parametrize("line", ["#5022 is the code", "##hash", "### Heading", "\\# Not a heading"])
def test_hash_alone_makes_no_large_heading(line):
    assert problems(background=line) == []


def test_all_problems_are_named_at_once():
    found = problems(title="", slug="A", summary="", category="", confidence="", causes=("",))

    assert [field for field, _ in found] == ["title", "slug", "summary", "category", "confidence", "causes"]


def test_document_says_whether_a_database_can_keep_it():
    assert WHOLE.can_be_kept
    assert not replace(WHOLE, steps=(StepContent("USER", "Do", "a\x00"),)).can_be_kept


def test_field_is_named_in_the_words_of_the_pages():
    steps = (StepContent("USER", "Do", "Do."), StepContent("IT", "Do", "Do."))
    named = [label_of(field) for field in ("title", "steps.2", "steps.2.body", "codes.1", "")]

    assert named == ["Title", "Step 2", "Step 2: what to do", "Error code 1", "The whole article"]
    assert label_of("steps.2.body", replace(WHOLE, steps=steps)) == "Step 1, for IT support: what to do"
