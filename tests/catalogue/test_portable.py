"""The portable forms around an article: what keeps each from being saved. No database."""

from dataclasses import replace

import pytest

from kb.catalogue.document import SourceContent
from kb.catalogue.entries import CategoryEntry, CodeEntry, ServiceEntry, ShortcutEntry, SnippetEntry, VendorEntry

SERVICE = ServiceEntry("identity-agent", "Identity Agent", "A service.")
CATEGORY = CategoryEntry("signing-in", "Signing in", "A shelf.")
VENDOR = VendorEntry("isosec", "Isosec", "Virtual card", "Not supported here.")
CODE = CodeEntry("ERR5022", "EXACT", "It cannot be completed.")
SNIPPET = SnippetEntry("checks", "Checks", "STEP", "Look.")
SHORTCUT = ShortcutEntry("My card is locked", "card-locked")
SLUG = "Use small letters, digits and single hyphens, such as card-not-read."


def problems(entry) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in entry.problems()]


@pytest.mark.parametrize("entry", [SERVICE, CATEGORY, VENDOR, CODE, SNIPPET, SHORTCUT], ids=lambda e: type(e).__name__)
def test_entry_with_no_more_than_it_must_say_has_no_problems(entry):
    assert problems(entry) == []


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (replace(SERVICE, name=" "), [("name", "Enter the name.")]),
        (replace(SERVICE, summary=""), [("summary", "Enter the summary.")]),
        (replace(SERVICE, slug="Identity Agent"), [("slug", SLUG)]),
        (replace(SERVICE, position=-1), [("position", "Enter a position of 0 or more.")]),
        (replace(SERVICE, position=2**31), [("position", "Enter a position of 0 or more.")]),
        (replace(CATEGORY, slug="", name=""), [("name", "Enter the name."), ("slug", SLUG)]),
        (replace(VENDOR, product=""), [("product", "Enter the product.")]),
        (replace(VENDOR, website="javascript:alert(1)"), [("website", "'javascript:alert(1)' is not a web address.")]),
        (replace(VENDOR, email="desk"), [("email", "'desk' is not an email address.")]),
        (replace(VENDOR, tell=("the code", "")), [("tell", "Take out the empty one.")]),
        (
            replace(VENDOR, tell=("the code; the time",)),
            [("tell", "Take the semicolon out of 'the code; the time': it parts these from each other.")],
        ),
        (replace(VENDOR, tell=("a\nb",)), [("tell", "Write the tell in one line.")]),
        (replace(CODE, meaning=""), [("meaning", "Enter the meaning.")]),
        (replace(CODE, kind="SORT"), [("kind", "'SORT' is no kind of code: use exact or family.")]),
        (
            replace(CODE, kind="FAMILY"),
            [
                (
                    "code",
                    "'ERR5022' is no family: write a stem and its open part, such as 0x8010xxxx, AADSTSxxxxx, "
                    "ERR_CERT_*, Code n, Magicard n:n or, with a figure for each x, 400_xxx.",
                )
            ],
        ),
        (replace(CODE, code="--"), [("code", "'--' holds no letter or figure, so it is no code.")]),
        (
            replace(CODE, code="㎯" * 30),
            [("code", f"'{'㎯' * 30}' is too long when its signs are written out in plain letters.")],
        ),
        (
            replace(CODE, spellings=("err 5022",)),
            [("spellings", "'err 5022' is written twice: capitals and separators make no difference.")],
        ),
        (
            replace(CODE, spellings=("E5022",), search_spellings=("E-5022",)),
            [("spellings", "'E-5022' is written twice: capitals and separators make no difference.")],
        ),
        (
            replace(CODE, spellings=("E1; E2",)),
            [("spellings", "Take the semicolon out of 'E1; E2': it parts these from each other.")],
        ),
        (replace(SNIPPET, kind="PICTURE"), [("kind", "'PICTURE' is no kind of snippet: use step or note.")]),
        (replace(SNIPPET, body="\n"), [("body", "Enter the body.")]),
        (
            replace(SNIPPET, sources=(SourceContent("a", address="javascript:a"),)),
            [("sources", "'javascript:a' is not a web address.")],
        ),
        (replace(SHORTCUT, label="\t"), [("label", "Enter the label.")]),
        (replace(SHORTCUT, article=""), [("article", "Enter the article.")]),
    ],
)
def test_problem_names_its_field_and_says_what_to_do(entry, found):
    assert problems(entry) == found


@pytest.mark.parametrize("code", ["400_xxx", "ERR5xx", "500-XXXX"])
def test_family_with_a_good_pattern_has_no_problems(code):
    assert problems(replace(CODE, code=code, kind="FAMILY")) == []


def test_fingerprint_is_equal_for_entries_that_say_the_same():
    assert replace(CODE).fingerprint == CODE.fingerprint
    assert replace(CODE, position=2).fingerprint != CODE.fingerprint
    assert replace(CODE, spellings=("E1",)).fingerprint != replace(CODE, search_spellings=("E1",)).fingerprint
