"""The content the product is shipped with: whole, honest about what is not known, and safe to show."""

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.catalogue.models import Article
from kb.lib import markdown
from kb.notices.document import NoticeContent
from kb.transfer import files, tables
from kb.transfer.code_table import CODES as CODE_TABLE
from kb.transfer.code_table import CodeTable
from tests.conftest import FIXTURES

REFERENCES = [
    "L1",
    *(f"A{number}" for number in range(1, 7)),
    "M1",
    *(f"C{number:02}" for number in range(1, 22)),
    "R1",
    *(f"X{number}" for number in range(1, 21)),
    *(f"Y{number:02}" for number in range(1, 25)),
]
STUBS = {"M1", "C01", "C02", "C06", "C08", "C09", "C10", "C11", "C12", "C13", "C15"}
# Copies of pages, and documents that somebody put on a sharing site: read, but no address to send anybody to.
MIRRORS = ("production-like", "nhsd.io", "dokku", "ebmdatalab", "abcdocz", "docest")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?<![\w/-])(?:\+44[\s(]*|0)[1-9](?:[\s()-]*\d){8,9}(?!\d)")
LONGEST_TITLE = 70


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _all(sub: str, read) -> list:
    return [read(f"{sub}/{path.name}", _text(path)).content for path in sorted((FIXTURES / sub).glob("*.md"))]


def _rows(table: tables.Table | CodeTable) -> list:
    return [item.content for item in table.read(_text(FIXTURES / table.file))]


ARTICLES: dict[str, ArticleDocument] = {
    document.reference: document for document in _all("articles", files.read_article)
}
NOTICES: list[NoticeContent] = _all("notices", files.read_notice)
CODES: list[CodeEntry] = _rows(CODE_TABLE)
SHOWN_CODES = {code.code for code in CODES}
TABLES = (
    tables.SERVICES,
    tables.CATEGORIES,
    tables.VENDORS,
    tables.SHORTCUTS,
    tables.WORDS,
    tables.SYNONYMS,
    tables.CONTACTS,
)
EVERYTHING = {
    **ARTICLES,
    **{snippet.slug: snippet for snippet in _all("snippets", files.read_snippet)},
    **{notice.slug: notice for notice in NOTICES},
    **{code.code: code for code in CODES},
    **{f"{table.file} {number}": row for table in TABLES for number, row in enumerate(_rows(table), 1)},
}


def shown(thing) -> str:
    """Every text of the thing that a page may show: all but the address actually read."""
    if is_dataclass(thing):
        return "\n".join(shown(getattr(thing, field.name)) for field in fields(thing) if field.name != "seen")
    if isinstance(thing, list | tuple):
        return "\n".join(map(shown, thing))
    return thing if isinstance(thing, str) else ""


def test_all_articles_are_there_and_no_other():
    assert sorted(ARTICLES) == sorted(REFERENCES)
    assert len(REFERENCES) == 74


def test_inferred_spelling_helps_to_find_and_is_never_shown():
    error_1000 = next(code for code in CODES if code.code == "Error 1000")

    assert error_1000.search_spellings == ("ERR1000",)
    others = {**EVERYTHING, "Error 1000": replace(error_1000, search_spellings=())}
    assert not [name for name, thing in others.items() if "ERR1000" in shown(thing)]


def test_stubs_are_those_whose_fix_is_not_known():
    assert {reference for reference, document in ARTICLES.items() if document.confidence == "STUB"} == STUBS


def test_nothing_claims_a_review():
    assert not [reference for reference, document in ARTICLES.items() if document.review_due]
    assert {document.confidence for document in ARTICLES.values()} == {"STUB", "UNVERIFIED"}


@pytest.mark.usefixtures("shipped")
def test_nothing_has_a_review_date_once_it_is_in():
    assert not Article.objects.exclude(reviewed_on=None, review_due_on=None, reviewed_by=None).exists()


def test_two_lines_in_the_same_words_are_two_stubs_that_name_each_other():
    first, second = ARTICLES["C09"], ARTICLES["C11"]

    assert "(1 of 2)" in first.title
    assert "(2 of 2)" in second.title
    assert f"/articles/{second.slug}/" in first.background
    assert f"/articles/{first.slug}/" in second.background


def test_virtual_cards_are_named_where_their_owners_come_by():
    named = {reference for reference, document in ARTICLES.items() if document.virtual_cards}

    assert named == {"C04", "C07", "C14", "C18"}
    assert {reference: document.vendor for reference, document in ARTICLES.items() if document.vendor} == {
        "C19": "isosec",
        "C20": "imprivata",
    }


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_address_of_a_mirror_is_shown(name):
    text = shown(EVERYTHING[name])

    assert not [mirror for mirror in MIRRORS if mirror in text]


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_inference_email_address_or_phone_number_is_in_the_content(name):
    text = shown(EVERYTHING[name])

    assert "(inf.)" not in text
    assert not EMAIL.findall(text)
    assert not PHONE.findall(text)


def test_pattern_of_phone_numbers_knows_them():
    for number in ("01632 960001", "+44 1632 960001", "(01632) 960 001", "0300 303 5035", "08001234567"):
        assert PHONE.search(f"Phone {number}.")


def test_titles_are_short_and_differ():
    titles = [document.title for document in ARTICLES.values()]

    assert not [title for title in titles if len(title) > LONGEST_TITLE]
    assert len(set(titles)) == len(titles)


def test_words_of_the_house_are_kept():
    own = {
        name: replace(thing, sources=()) if hasattr(thing, "sources") else thing for name, thing in EVERYTHING.items()
    }

    assert not [name for name, thing in own.items() if re.search(r"smartcard users?\b|\be-mails?\b", shown(thing))]


@pytest.mark.parametrize("reference", ARTICLES)
def test_source_that_is_not_nhs_england_is_named_as_what_it_is(reference):
    for source in ARTICLES[reference].sources:
        assert re.search(r"^NHS England|\bnot\b|supplies the card", source.name), source.name
        if source.name == "NHS England":
            assert source.address.startswith("https://digital.nhs.uk/"), source.address


def test_lost_card_page_says_the_four_things_that_matter():
    steps = [step for step in ARTICLES["X14"].steps if step.audience == "USER"]
    said = {step.title: f"{step.title}\n{step.body}" for step in steps}

    assert "Ask them to cancel the card" in said["Phone your Registration Authority now"]
    assert "Follow your organisation's incident procedure" in said["Tell your manager"]
    assert "Say who used the card, or may know your passcode" in said
    assert "Never use somebody else's card" in said["Do not borrow a card"]
    assert steps[0].title == "Phone your Registration Authority now"


def test_planned_change_of_the_national_page_is_the_first_notice():
    (notice,) = NOTICES

    assert (notice.kind, notice.articles) == ("PLANNED", (ARTICLES["L1"].slug,))


def test_a_code_with_a_recorded_fix_has_steps_of_its_own_and_no_other_borrows_any():
    answered = [(code, document) for document in ARTICLES.values() for code in document.codes]
    assert {code for code, _ in answered} == SHOWN_CODES

    for code, document in answered:
        carried = [step for step in document.steps if code in step.codes]
        if document.confidence == "STUB":
            assert not carried, code
            assert any(step.general and step.audience == "USER" for step in document.steps), code
        else:
            # Whose steps the page of the code opens with.
            assert any(step.audience == (document.reader or "USER") for step in carried), code


def test_who_acts_is_said_of_each_code_but_one_of_which_nothing_is_recorded():
    said = {code.code: meaning.acts for code in CODES for meaning in code.meanings}

    assert {code for code, who in said.items() if not who} == {"Error 1000"}


def test_two_numbers_of_a_card_are_shown_wherever_one_of_them_is_asked_for():
    two_numbers = EVERYTHING["two-numbers"]
    ((name, alt),) = markdown.picture_marks_in(two_numbers.body)

    assert (FIXTURES / "images" / name).is_file()
    assert "04, 05 or 06" in alt
    assert "twelve figures" in alt
    for reference in ("L1", "X6", "X9", "R1"):
        assert "two-numbers" in ARTICLES[reference].snippets, reference
    assert "UUID" in NOTICES[0].body
