"""What the checks say of a document, case by case; that they never fail; and what the shipped articles get."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.checks import CheckContext, Finding, SimilarArticle, check
from kb.checks.jargon import terms
from kb.lib.portable import Problem
from tests.make import make_document

PICTURE = f"{'0a' * 16}-320x200.png"
CONTEXT = CheckContext(
    codes={
        "ERR1002": "ERR1002",
        "ERROR1002": "ERR1002",
        "ERROR1000": "Error 1000",
        "8015": "8015",
        "CODE24": "Code 24",
        "400645": "400_645",
        "400XXX": "400_xxx",
        "ERRCONNECTIONTIMEDOUT": "ERR_CONNECTION_TIMED_OUT",
        "9434765919": "943-476-5919",
    },
    leads=frozenset(["/articles/neighbour/", "/who-can-help/", f"/images/{PICTURE}"]),
    products=("NHS Credential Management",),
)
LONG = (
    "If you sign in and no role can be chosen then your card may be cancelled or your profile may have no roles at all "
    "so ask the people who gave it to you."
)
HARD = (
    "Subsequently ascertain whether verification of authorisation necessitates reinitialisation of the application, "
    "and immediately communicate the particular circumstances to the appropriate organisational representative "
    "responsible for administrative configuration. Otherwise institute alternative precautionary arrangements."
)


def user(body: str, **facts) -> dict:
    return {"steps": (StepContent("USER", title="Take the card out", body=body, **facts),)}


def said(context: CheckContext = CONTEXT, **facts) -> list[tuple[str, str, bool]]:
    document = make_document(**{"mentions": (), **facts})
    return [(one.field, one.message, one.is_error) for one in check(document, context)]


def fields(**facts) -> dict[str, bool]:
    """Each field that something is said of, and whether that is an error."""
    return {field: is_error for field, _, is_error in said(**facts)}


@pytest.mark.parametrize(
    ("body", "part"),
    [("Open the folder *NHS*.", "without its “*”"), (r"Choose \[x86\].", "is shown as “[”")],
)
def test_what_the_page_takes_for_a_mark_is_to_be_looked_at(body, part):
    found = said(**user(body))
    assert {(field, is_error) for field, _, is_error in found} == {("steps.1.body", False)}
    assert part in found[0][1]


def test_a_path_of_windows_needs_no_look():
    assert said(**user(r"Open `*NHS*` in C:\_install\*NHS*\[x86].")) == []


def test_good_article_has_nothing_said_of_it():
    assert said(**user("Put it back in. See [who can help](/who-can-help/).")) == []


ERROR, WARNING = True, False
# What is written → which fields are spoken of, and whether that blocks publishing.
CASES = {
    # All that keeps a document from being published, at its field.
    "no title": ({"title": " "}, {"title": ERROR}),
    "slug with capitals": ({"slug": "Card-Not-Read"}, {"slug": ERROR}),
    "step for nobody": (
        {"steps": (StepContent("", title="A", body="B"), StepContent("USER", "C", "D"))},
        {"steps.1.audience": ERROR},
    ),
    "step without a title": ({"steps": (StepContent("USER", body="B"),)}, {"steps.1.title": ERROR}),
    "step that says nothing": ({"steps": (StepContent("USER", title="A"),)}, {"steps.1.body": ERROR}),
    "heading in a step": (user("# Large"), {"steps.1.body": ERROR}),
    "snippet with words": (user("B", snippet="general-checks"), {"steps.1.snippet": ERROR}),
    "two lines in applies to": (user("B", applies_to="a\nb"), {"steps.1.applies_to": ERROR}),
    "source without a name": ({"sources": (SourceContent(""),)}, {"sources.1.name": ERROR}),
    "source that is no address": ({"sources": (SourceContent("A", address="ftp://a"),)}, {"sources.1.address": ERROR}),
    "sign of no kind": ({"symptoms": (SymptomContent("", "It is dark."),)}, {"symptoms.1.kind": ERROR}),
    "characters nobody sees": ({"summary": "a\x00b"}, {"summary": ERROR}),
    # Is it all there?
    "nothing seen": ({"symptoms": ()}, {"symptoms": ERROR}),
    "nothing seen in a stub": ({"symptoms": (), "steps": (), "confidence": "STUB"}, {"symptoms": ERROR}),
    "no step for users": ({"steps": (StepContent("IT", "A", "B"),)}, {"steps": WARNING}),
    "stub without steps": ({"steps": (), "confidence": "STUB"}, {}),
    "snippet for users": ({"steps": (StepContent("USER", snippet="general-checks"), StepContent("IT", "A", "B"))}, {}),
    # Codes.
    "known code": (user("It says ERR1002."), {"steps.1.body": ERROR}),
    "known code, otherwise spelled": ({"title": "Error 1002 comes up"}, {"title": ERROR}),
    "known code as code": (user("It says `8015`."), {"steps.1.body": ERROR}),
    "known figures after a code word": ({"causes": ("Error code 8015.",)}, {"causes.1": ERROR}),
    "figures that are no code here": ({"causes": ("Of 8015 cards, 400 645 times.",)}, {}),
    "figures of a code that is named": (
        {**user("`Code 24` or code 24: it is away."), "codes": ("Code 24",)},
        {},
    ),
    "figures beside a code that is named": (
        {**user("Code 24, or code 251."), "codes": ("Code 24",)},
        {"steps.1.body": WARNING},
    ),
    "known code in many words": (
        {"symptoms": (SymptomContent("EXACT", "ERR_CONNECTION_TIMED_OUT"),)},
        {"symptoms.1.text": ERROR},
    ),
    "member of a family": ({"background": "Or 400_612."}, {"background": ERROR}),
    "code that is answered": ({**user("It says err-1002."), "codes": ("ERR1002",)}, {}),
    "code that is mentioned": ({**user("It says `ERR1002`."), "mentions": ("Error 1002",)}, {"steps.1.body": ERROR}),
    "member of a family that is answered": ({"background": "Or 400_612.", "codes": ("400_xxx",)}, {}),
    "code in the address of a link": (user("[Here](/articles/neighbour/#err1002)."), {}),
    "unknown code": (user("It says ERR7777."), {"steps.1.body": WARNING}),
    "unknown name in capitals": (user("It says NET::ERR_CERT_NEW."), {"steps.1.body": WARNING}),
    "unknown name of the smartcard service": ({"summary": "The log says SCARD_W_WRONG_CHV."}, {"summary": WARNING}),
    "known name behind what the browser says": (
        {"symptoms": (SymptomContent("EXACT", "NET::ERR_CONNECTION_TIMED_OUT"),)},
        {"symptoms.1.text": ERROR},
    ),
    "words of a known name": ({"causes": ("The connection timed out, err: connection timed out.",)}, {}),
    "names of other things": (
        {"causes": ("NHS_PORT, err_some_file, REG_DWORD, LAPTOP-1234567 and README_FIRST_NOW.TXT.",)},
        {},
    ),
    "unknown hexadecimal": ({"summary": "Fails with 0x80070005."}, {"summary": WARNING}),
    "unknown code after a code word": ({"causes": ("Event code KX204.",)}, {"causes.1": WARNING}),
    "role, card and cipher": ({"causes": ("R5080, JCOP41, SHA256, HKEY_LOCAL_MACHINE and 2.4.10.",)}, {}),
    # Words, in the steps for users only.
    "long sentence": (user(LONG), {"steps.1.body": WARNING}),
    "long sentence for IT": ({"steps": (StepContent("IT", "A", LONG), StepContent("USER", "A", "Wait."))}, {}),
    "long sentence in a result": (user("Wait.", expected=LONG), {"steps.1.expected": WARNING}),
    "hard words": (user(HARD), {"steps.1.body": WARNING}),
    "hard words in short steps": (
        {
            "steps": tuple(
                StepContent("USER", "Verify authorisation", "Ascertain organisational responsibility.")
                for _ in "1234567"
            )
        },
        {"steps": WARNING},
    ),
    "hard words for IT": ({"steps": (StepContent("IT", "A", HARD), StepContent("USER", "A", "Wait."))}, {}),
    "jargon": (user("Ask your RA."), {"steps.1.body": WARNING}),
    "jargon in small letters": (user("Is the middleware there?"), {"steps.1.body": WARNING}),
    "jargon explained after it": (user("Find your UUID (it is on the card)."), {}),
    "jargon explained elsewhere": (user("Ask your RA.", expected="The Registration Authority helps."), {}),
    "jargon on the screen": (user("Choose `UUID`."), {}),
    "jargon in another word": (user("Take the RAM-disk and the tracer."), {}),
    "jargon for IT": ({"steps": (StepContent("IT", "A", "Check the proxy."), StepContent("USER", "A", "Wait."))}, {}),
    # Links and images.
    "link that leads nowhere": (user("See [this](/articles/gone/)."), {"steps.1.body": ERROR}),
    "link to a place on a page": (user("See [this](/who-can-help/?a=b#c)."), {}),
    "link in code": (user("Write `[this](/articles/gone/)`."), {}),
    "link to a setting": (user('[Run it](setting:setup-checker "Ask IT support to run it").'), {}),
    "link to a setting without other words": (user("[Run it](setting:setup-checker)."), {"steps.1.body": ERROR}),
    "link to a setting that is none": (user('[Run it](setting:checker "Ask").'), {"steps.1.body": ERROR}),
    "link to a setting in one line": (
        user("A.", applies_to='[Run it](setting:unlock "Ask")'),
        {"steps.1.applies_to": ERROR},
    ),
    "link that is not whole": ({"causes": ("See [this](articles/neighbour).",)}, {"causes.1": ERROR}),
    "link without words": ({"causes": ("See [](/who-can-help/).",)}, {"causes.1": ERROR}),
    "link that runs a script": ({"background": "[a](javascript:alert(1))"}, {"background": ERROR}),
    "link to another site without a scheme": ({"background": "[a](//example.org)"}, {"background": ERROR}),
    "link that is not secure": ({"background": "[a](http://example.org)"}, {"background": WARNING}),
    "link to a mail address": ({"background": "[a](mailto:ra@example.org)"}, {}),
    "image": ({"background": f"![A reader](/images/{PICTURE})"}, {}),
    "image without alternative text": ({"background": f"![ ](/images/{PICTURE})"}, {"background": ERROR}),
    "image of no such name": ({"background": "![A reader](/images/reader.png)"}, {"background": ERROR}),
    "image of another site": ({"background": "![A reader](https://example.org/a.png)"}, {"background": ERROR}),
    # Persons.
    "NHS number": ({"background": "Such as 401 023 2137."}, {"background": ERROR}),
    "NHS number in a source": ({"sources": (SourceContent("Case of 401 023 2137"),)}, {"sources.1.name": ERROR}),
    "number that is a code": ({"background": "Such as 943 476 5919.", "codes": ("943-476-5919",)}, {}),
    "passcode": ({"summary": "The passcode is 123456."}, {"summary": ERROR}),
    "name of a patient": ({"causes": ("Patient: John Smith.",)}, {"causes.1": ERROR}),
    "name of a patient in a question": ({"questions": ("Patient: John Smith?",)}, {"questions.1": ERROR}),
}


@pytest.mark.parametrize(("facts", "expected"), CASES.values(), ids=CASES)
def test_case(facts, expected):
    assert fields(**facts) == expected


def test_what_other_rows_have_against_it_is_an_error_that_says_what_to_do():
    problems = (Problem("codes", "There is no error code 'E9'.", 2), Problem("slug", "Taken."))
    context = replace(CONTEXT, problems=problems)

    assert said(context) == [
        ("codes.2", "There is no error code 'E9'. Make it first, or choose another.", True),
        ("slug", "Taken.", True),
    ]


def test_article_that_is_alike_is_a_warning_with_a_link():
    similar = (SimilarArticle("Neighbour", "/articles/neighbour/"), SimilarArticle("Other", "/o/", code="ERR1"))
    context = replace(CONTEXT, similar=similar)

    words, code = check(make_document(), context)

    assert (words.field, words.is_error, words.address) == ("title", False, "/articles/neighbour/")
    assert words.message.startswith("“Neighbour” says much the same. Change that article instead")
    assert (code.field, code.is_error, code.address) == ("codes", False, "/o/")
    assert code.message.startswith("“Other” already answers ERR1.")


def test_links_are_not_called_dead_where_nothing_could_be_asked():
    facts = {**user("See [this](/articles/gone/)."), "summary": "a\x00b"}

    assert {field for field, _, _ in said(CheckContext(is_asked=False), **facts)} == {"summary"}


def test_each_thing_is_said_once_and_errors_come_first():
    steps = (
        StepContent("USER", "Ask your RA", "Your RA knows ERR1002."),
        StepContent("USER", "Say ERR1002", "Ask your RA again."),
    )

    found = said(steps=steps)

    assert [(field, is_error) for field, _, is_error in found] == [("steps.1.body", True), ("steps.1.title", False)]


def test_every_message_is_a_sentence_and_repeats_no_word_of_a_person():
    found = [finding for facts, _ in CASES.values() for finding in check(make_document(**facts), CONTEXT)]

    assert [one.message for one in found if one.message[0].islower()] == []
    assert [one.message for one in found if not one.message.endswith(".")] == []
    assert [one.message for one in found if "401 023" in one.message or "Smith" in one.message] == []


def test_long_sentence_is_quoted_by_its_first_words():
    messages = [message for _, message, _ in said(**user(LONG.replace("you", "`you`", 1)))]

    assert messages[0].startswith("The sentence “If … sign in and no …” has 33 words.")


def test_list_of_jargon_says_something_plain_for_each():
    assert len(terms()) > 50
    for term in terms().values():
        assert term.say
        assert all(phrase == phrase.lower().strip() for phrase in term.explained_by)


# --- Any text at all -----------------------------------------------------------------------------------------------

texts = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            ["`", "[a](", ")", "![", "](/x", "ERR1002 ", "400_", "patient: ", "RA (", ". ", "\n", "1", "# ", "é"]
        ),
        max_size=30,
    ).map("".join),
)
steps = st.builds(
    StepContent, audience=texts | st.sampled_from(["USER", "RA"]), title=texts, body=texts, expected=texts
)
documents = st.builds(
    ArticleDocument,
    title=texts,
    slug=texts,
    summary=texts,
    category=texts,
    codes=st.lists(texts, max_size=3).map(tuple),
    confidence=texts | st.sampled_from(["STUB", "UNVERIFIED"]),
    symptoms=st.lists(st.builds(SymptomContent, kind=texts | st.just("EXACT"), text=texts), max_size=2).map(tuple),
    steps=st.lists(steps, max_size=3).map(tuple),
    causes=st.lists(texts, max_size=2).map(tuple),
    questions=st.lists(texts, max_size=2).map(tuple),
    background=texts,
)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_any_document_is_checked_without_fail(document):
    found = check(document, CONTEXT)

    assert all(isinstance(one, Finding) and one.field and one.message for one in found)
    assert {one.field.partition(".")[0] for one in found} <= set(document.__dataclass_fields__)


HOSTILE = {
    "words": lambda size: "card " * (size // 5),
    "codes": lambda size: "ERR1002 400_645 " * (size // 16),
    "unknown codes": lambda size: " ".join(f"`ZX{n}`" for n in range(size // 9)),
    "joined": lambda size: "a_" * (size // 2),
    "brackets": lambda size: "[" * size,
    "links": lambda size: "[a](/b) " * (size // 8),
    "open links": lambda size: "[a](javascript:" * (size // 15),
    "backticks": lambda size: "".join("a" + "`" * length for length in range(int((2 * size) ** 0.5))),
    "ends of sentences": lambda size: ". " * (size // 2),
    "spaces": lambda size: " " * size,
    "jargon": lambda size: "RA UUID middleware " * (size // 19),
    "patients": lambda size: "patient: John Smith, " * (size // 21),
}


def work(text: str) -> float:
    tries = []
    for _ in range(3):
        began = time.thread_time()
        check(make_document(**user(text), background=text), CONTEXT)
        tries.append(time.thread_time() - began)
    return min(tries)


@pytest.mark.wide
@pytest.mark.parametrize("kind", HOSTILE)
def test_four_times_the_text_is_about_four_times_the_work(kind):
    make = HOSTILE[kind]

    assert work(make(8_000)) < 10 * work(make(2_000)) + 0.05


def test_figures_of_a_family_that_the_article_answers_are_no_unknown_code():
    context = replace(CONTEXT, codes={"80XX": "80xx", "8XXX": "8xxx"})
    symptoms = (SymptomContent("EXACT", "Error 8061"),)

    assert said(context, codes=("80xx",), symptoms=symptoms) == []
    # The family with the longer stem is the one that is meant.
    assert [field for field, _, _ in said(context, codes=("8xxx",), symptoms=symptoms)] == ["symptoms.1.text"]
