"""The portable forms around an article: what keeps each from being saved. No database."""

from dataclasses import replace

import pytest

from kb.catalogue.document import SourceContent
from kb.catalogue.entries import MeaningEntry, SnippetEntry
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry
from tests.make import code_entry_of

SERVICE = ServiceEntry("identity-agent", "Identity Agent", "A service.")
CATEGORY = CategoryEntry("signing-in", "Signing in", "A shelf.")
VENDOR = VendorEntry("isosec", "Isosec", "Virtual card", "Not supported here.")
CODE = code_entry_of("ERR5022", meaning="It cannot be completed.")
SNIPPET = SnippetEntry("checks", "Checks", "STEP", "Look.")
SHORTCUT = ShortcutEntry("My card is locked", "card-locked")
SLUG = "Use small letters, digits and single hyphens, such as card-not-read."
NO_SIGN = "Enter an email address in the correct format, like name@example.com."

PARTS = "it parts codes from each other."


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
        (
            replace(VENDOR, email="desk"),
            [
                (
                    "email",
                    f"'desk' is not an email address. {NO_SIGN}",
                )
            ],
        ),
        (replace(VENDOR, tell=("the code", "")), [("tell", "Take out the empty one.")]),
        (
            replace(VENDOR, tell=("the code; the time",)),
            [("tell", "Take the semicolon out of 'the code; the time': it parts these from each other.")],
        ),
        (replace(VENDOR, tell=("a\nb",)), [("tell", "Write the tell in one line.")]),
        (replace(CODE, meanings=(MeaningEntry(""),)), [("meanings", "Enter the meaning.")]),
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
        *(
            (replace(CODE, code=code), [("code", f"Take the comma or semicolon out of '{code}': {PARTS}")])
            for code in ("E,77", "E;77")
        ),
        (
            replace(CODE, code="All"),
            [("code", "'All' is no code: it stands for every code where a step names its own.")],
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
        (
            replace(SHORTCUT, article=""),
            [("article", "Enter an article, or a question of Start; not both.")],
        ),
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


def test_what_a_code_says_that_no_file_could_say_before_counts_only_where_it_is_said():
    old = code_entry_of(
        "ERR1002",
        meaning="Not read.",
        where="Signing in",
        spellings=("Error 1002",),
        search_spellings=("E1002",),
        position=5,
    )

    # As it was remembered of a file when a code had one meaning, and nothing said its family.
    assert old.fingerprint == "667ae3531236d962808d1111ad42972ca486e9200ffe27a7fc00b77a23a72556"
    (meaning,) = old.meanings
    others = [replace(old, family="ERR1xxx")]
    others += [replace(old, meanings=(replace(meaning, **{name: "a"}),)) for name in ("key", "acts", "source")]
    others += [replace(old, meanings=(meaning, replace(meaning, key="b", where="Elsewhere")))]
    assert len({old.fingerprint, *(other.fingerprint for other in others)}) == 6


TWO = (MeaningEntry("Too little memory.", "Windows", "windows"), MeaningEntry("Busy.", "Identity Agent", "agent"))


@pytest.mark.parametrize(
    ("meanings", "message"),
    [
        ((), "A code has one to 5 meanings; here are 0."),
        (tuple(MeaningEntry("a", f"b{n}", f"a{n}") for n in range(6)), "A code has one to 5 meanings; here are 6."),
        ((replace(TWO[0], key="In Windows"),), "The key of a meaning is a short name. Use small letters"),
        ((replace(TWO[0], acts="NURSE"),), "'NURSE' is nobody who acts: use person, ra, it, vendor, inviter,"),
        ((replace(TWO[0], confidence="SURE"),), "'SURE' is no confidence: use full, part or third, or leave it out."),
        ((replace(TWO[0], spellings=("E1",)),), "There is one meaning, so no spelling chooses it"),
        ((TWO[0], replace(TWO[1], key="windows")), "The key 'windows' is of another meaning of this code."),
        ((TWO[0], replace(TWO[1], where="")), "There are several meanings: say where this one is seen."),
        ((TWO[0], replace(TWO[1], where=" windows")), "Another meaning is seen at the same place."),
        ((TWO[0], replace(TWO[1], spellings=("err 5022",))), "'err 5022' is written twice"),
    ],
)
def test_meanings_that_cannot_be_told_apart_or_say_nothing_keep_a_code_from_being_saved(meanings, message):
    said = [problem.message for problem in replace(CODE, meanings=meanings).problems()]

    assert len(said) == 1
    assert message in said[0]
