"""Saving what stands around the articles, and telling of every article that shows it."""

from dataclasses import replace
from datetime import date

import pytest

from kb.accounts import audit
from kb.accounts.models import AuditEntry
from kb.catalogue import actions
from kb.catalogue.actions import NotPublishable
from kb.catalogue.document import SourceContent, StepContent
from kb.catalogue.entries import CodeEntry, MeaningEntry, SnippetEntry
from kb.catalogue.models import Category, CodeKey, Edition, ErrorCode, Meaning, Service, Shortcut, Snippet, Vendor
from kb.catalogue.reading import (
    category_entry,
    code_entry,
    service_entry,
    shortcut_entry,
    snippet_entry,
    vendor_entry,
)
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry
from tests.catalogue.conftest import written
from tests.make import (
    code_entry_of,
    email_of,
    make_article,
    make_category,
    make_code,
    make_service,
    make_snippet,
    make_vendor,
)

pytestmark = pytest.mark.django_db

SERVICE = ServiceEntry("identity-agent", "Identity Agent", "Reads your card.", True, 3)
CATEGORY = CategoryEntry("signing-in", "Signing in", "Getting in.", 2)
VENDOR = VendorEntry(
    slug="isosec",
    name="Isosec",
    product="Virtual card",
    summary="Not supported here.",
    website="https://vendor.example/",
    phone="01632 960123",
    email="desk@vendor.example",
    tell=("the code", "the time"),
    position=4,
)
MEANING = MeaningEntry("Not read.", "Signing in", "card", "PERSON", "https://e.org/", "PART")
CODE = CodeEntry("ERR1002", "EXACT", (MEANING,), "", ("Error 1002",), ("E1002", "EE1002"), 5)
SNIPPET = SnippetEntry(
    "checks",
    "Checks",
    "NOTE",
    "Look.",
    True,
    (SourceContent("NHS England", "A page", "https://e.org/", date(2026, 5, 18)),),
)
SHORTCUT = ShortcutEntry("My card is locked", "card-locked", 1)

SAVED = {
    "service": (actions.save_service, SERVICE, lambda: service_entry(Service.objects.get())),
    "category": (actions.save_category, CATEGORY, lambda: category_entry(Category.objects.get(slug="signing-in"))),
    "vendor": (actions.save_vendor, VENDOR, lambda: vendor_entry(Vendor.objects.get())),
    "code": (actions.save_code, CODE, lambda: code_entry(ErrorCode.objects.whole().get())),
    "snippet": (actions.save_snippet, SNIPPET, lambda: snippet_entry(Snippet.objects.get())),
    "shortcut": (actions.save_shortcut, SHORTCUT, lambda: shortcut_entry(Shortcut.objects.get())),
}
KINDS = pytest.mark.parametrize("kind", SAVED)


@pytest.fixture(autouse=True)
def card_locked() -> None:
    make_article(slug="card-locked")


@KINDS
def test_what_was_saved_is_read_back_whole(kind):
    save, entry, read = SAVED[kind]

    save(entry=entry, by=None)

    assert read() == entry


@KINDS
def test_saving_raises_the_edition_and_leaves_an_entry(kind, editor):
    save, entry, _ = SAVED[kind]
    before = Edition.objects.current()

    save(entry=entry, by=editor)

    assert Edition.objects.current() == before + 1
    assert [found.verb.split()[0] for found in AuditEntry.objects.filter(actor=editor)] == ["saved"]


@KINDS
def test_saving_again_changes_the_same_row(kind):
    save, entry, read = SAVED[kind]
    row = save(entry=entry, by=None)

    again = save(entry=entry, by=None)

    assert again.pk == row.pk
    assert read() == entry


@KINDS
def test_fingerprint_of_the_file_is_remembered_until_another_comes(kind):
    save, entry, _ = SAVED[kind]

    save(entry=entry, by=None, imported="first")

    assert save(entry=entry, by=None).imported == "first"
    assert save(entry=entry, by=None, imported="second").imported == "second"


def test_a_file_that_knows_no_address_takes_none_away(editor):
    actions.save_service(entry=replace(SERVICE, addresses=("newer",)), by=editor)
    actions.save_service(entry=SERVICE, by=None, imported=SERVICE.fingerprint)

    assert Service.objects.get().address == "newer"


@KINDS
def test_failure_halfway_writes_nothing(kind, monkeypatch):
    save, entry, _ = SAVED[kind]
    models = (Service, Category, Vendor, ErrorCode, Meaning, CodeKey, Snippet, Shortcut)
    before = (*written(), *(model.objects.count() for model in models))

    def fail(**kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(ConnectionError):
        save(entry=entry, by=None)

    assert (*written(), *(model.objects.count() for model in models)) == before


@pytest.mark.parametrize(
    ("save", "entry", "problem"),
    [
        (actions.save_service, ServiceEntry("Bad Slug", "a", "b"), "slug"),
        (actions.save_category, CategoryEntry("a", "a" * 151, "b"), "name"),
        (actions.save_vendor, VendorEntry("a", "a", "b", "c", website="javascript:alert(1)"), "website"),
        (actions.save_code, code_entry_of("ERR\x00"), "code"),
        (actions.save_snippet, SnippetEntry("a", "a", "STEP", "a\x00"), "body"),
        (actions.save_shortcut, ShortcutEntry("a", "b\x00"), "article"),
        (actions.save_shortcut, ShortcutEntry("a", "nowhere"), "article"),
    ],
)
def test_entry_with_a_problem_is_refused_and_nothing_written(save, entry, problem):
    before = written()

    with pytest.raises(NotPublishable) as refused:
        save(entry=entry, by=None)

    assert [found.field for found in refused.value.problems] == [problem]
    assert written() == before


@pytest.fixture
def shown(changed):
    """One article that shows everything, one that shows nothing of it, and what the house is told from now on."""
    make_vendor("isosec")
    make_category("wide")
    article = make_article(
        category="wide",
        vendor="isosec",
        services=("identity-agent",),
        codes=("ERR5022",),
        mentions=("400_xxx",),
        steps=(StepContent("USER", snippet="checks"), StepContent("IT", snippet="checks")),
    )
    make_article()
    changed.clear()
    return article


@pytest.mark.parametrize(
    "change",
    [
        lambda: make_service("identity-agent", name="Another name"),
        lambda: make_category("wide", name="Another name"),
        lambda: make_vendor("isosec", name="Another name"),
        lambda: make_code("ERR5022", meaning="Another meaning."),
        lambda: make_code("400_xxx", meaning="Another meaning."),
        lambda: make_snippet("checks", body="Look again."),
    ],
    ids=["service", "category", "vendor", "code", "mentioned code", "snippet"],
)
def test_article_that_shows_what_changed_is_told_of_once_and_no_other(change, shown, changed):
    change()

    assert changed == [shown]


def test_key_of_another_code_is_refused_as_display_and_as_spelling():
    make_code("ERR1002", spellings=("Error 1002",))
    make_code("PR20002")

    for entry, owner in (
        (code_entry_of("Error-1002"), "'Error-1002' is already the code ERR1002, or a spelling of it."),
        (
            code_entry_of("NEW1", spellings=("pr 20002",)),
            "'pr 20002' is already the code PR20002, or a spelling of it.",
        ),
        (
            code_entry_of("PR20002", search_spellings=("error_1002",)),
            "'error_1002' is already the code ERR1002, or a spelling of it.",
        ),
    ):
        with pytest.raises(NotPublishable) as refused:
            actions.save_code(entry=entry, by=None)
        assert [problem.message for problem in refused.value.problems] == [owner]


def test_code_keeps_its_row_when_its_display_changes_only_in_separators():
    row = make_code("ERR5022", spellings=("E5022",))

    again = make_code("ERR-5022", spellings=("EE5022",))

    assert (again.pk, again.display, again.normal) == (row.pk, "ERR-5022", "ERR5022")
    assert [spelling.text for spelling in again.spellings] == ["EE5022"]


AGENT = MeaningEntry("It was busy.", "Identity Agent", "identity-agent")
WINDOWS = MeaningEntry("Too little memory.", "Windows", "windows", spellings=("SCARD_E_NO_MEMORY",))


def meanings_of(row: ErrorCode) -> dict[str, tuple[int, int]]:
    """By their keys: which row, and in which place."""
    return {meaning.key: (meaning.pk, meaning.position) for meaning in row.meanings.all()}


def test_code_with_several_meanings_is_read_back_whole():
    entry = code_entry_of("0x80100006", meanings=(WINDOWS, AGENT), spellings=("Error 6",))

    actions.save_code(entry=entry, by=None)

    assert code_entry(ErrorCode.objects.whole().get()) == entry


def test_meanings_change_places_words_and_neighbours_and_each_keeps_its_row():
    five = [replace(AGENT, key=f"place-{number}", where=f"Place {number}") for number in range(5)]
    before = meanings_of(make_code("0x80100006", meanings=tuple(five)))

    turned = make_code("0x80100006", meanings=(*five[1:], replace(five[0], words="Other words.")))

    after = meanings_of(turned)
    assert list(after) == ["place-1", "place-2", "place-3", "place-4", "place-0"]
    assert {key: row for key, (row, _) in after.items()} == {key: row for key, (row, _) in before.items()}
    assert turned.meanings.get(key="place-0").words == "Other words."

    fewer = meanings_of(make_code("0x80100006", meanings=(five[3], WINDOWS, five[0])))

    assert {key: place for key, (_, place) in fewer.items()} == {"place-3": 1, "windows": 2, "place-0": 3}
    assert fewer["place-3"][0] == before["place-3"][0]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (code_entry_of("400_645", family="400_xxx"), "There is no family '400_xxx'."),
        (code_entry_of("400_645", family="500_xxx"), "'400_645' is not one of 500_xxx"),
        (code_entry_of("400_645", family="ERR5022"), "'ERR5022' is no family"),
        (code_entry_of("40xx", family="4xxx"), "A family is not one of another"),
    ],
)
def test_code_is_one_of_a_family_only_where_that_can_be(entry, message):
    make_code("ERR5022")

    with pytest.raises(NotPublishable) as refused:
        actions.save_code(entry=entry, by=None)

    assert [problem.field for problem in refused.value.problems] == ["family"]
    assert message in refused.value.problems[0].message


def test_family_with_members_stays_one():
    make_code("400_xxx")
    make_code("400_645", family="400_xxx")

    with pytest.raises(NotPublishable, match="400_645 is said to be one of 400_xxx: change that code first"):
        make_code("400_xxx", kind="EXACT")

    make_code("400_645")
    assert make_code("400_xxx", kind="EXACT").kind == "EXACT"


def test_longest_entries_are_kept():
    letters = "é" * 300
    for save, entry in (
        (actions.save_service, ServiceEntry("a" * 100, letters[:150], letters)),
        (actions.save_category, CategoryEntry("a" * 100, letters[:150], letters)),
        (
            actions.save_vendor,
            VendorEntry(
                slug="a" * 100,
                name=letters[:150],
                product=letters[:150],
                summary=letters,
                website=f"https://example.org/{'a' * 180}",
                phone="0" * 50,
                email=email_of(254),
                tell=(letters,),
            ),
        ),
        (
            actions.save_code,
            CodeEntry(
                code="A" * 100,
                kind="EXACT",
                meanings=(MeaningEntry(letters, letters, "a" * 100, "LOCAL_ADMIN", (letters * 2)[:500], "THIRD"),),
                spellings=("B" * 100,),
                search_spellings=("C" * 100,),
                position=2**31 - 1,
            ),
        ),
        (actions.save_snippet, SnippetEntry("a" * 100, letters[:150], "STEP", letters * 66)),
        (actions.save_shortcut, ShortcutEntry(letters[:100], "card-locked")),
    ):
        save(entry=entry, by=None)

    assert Vendor.objects.get().email == email_of(254)
