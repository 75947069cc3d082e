"""Bringing a folder in: all of it or nothing."""

import pytest

from kb.accounts.models import AuditEntry
from kb.catalogue.models import Edition, ErrorCode, OldSlug, Shortcut, Snippet, Version
from kb.contacts.models import LocalContact
from kb.notices.models import Notice
from kb.transfer import kinds
from tests.make import make_code, make_service
from tests.transfer.conftest import ARTICLE, NOTICE, OTHER, SNIPPET, everything, the_article

pytestmark = pytest.mark.django_db


def test_everything_in_the_folder_is_brought_in(files):
    outcome = files.bring_in()

    several = {kinds.ARTICLES: 2, kinds.CODES: 2, kinds.ANSWERS: 3}
    without_rows = (kinds.ORGANISATIONS, kinds.DESKS, kinds.NOTICE_TEMPLATES)
    brought = [kind for kind in kinds.KINDS if kind not in without_rows]
    assert outcome.added == {kind.name: several.get(kind, 1) for kind in brought}
    assert not outcome.changed
    assert not outcome.unchanged
    assert the_article().title == "Card not read"
    assert Snippet.objects.get().body == "Look at the card."
    assert Notice.objects.get().updates.get().text == "We know why."
    assert LocalContact.objects.get().phone == "01632 960001"
    assert Shortcut.objects.get().article.slug == "no-role"


def test_first_version_is_kept_and_names_the_system(files):
    files.bring_in()

    version = Version.objects.get(article__reference="C1")
    assert (version.number, version.by, version.why) == (1, None, "Imported from a file")
    assert AuditEntry.objects.filter(verb="put live", actor=None).count() == 2


def test_second_import_changes_nothing_and_says_so(files):
    files.bring_in()
    before = everything()

    outcome = files.bring_in()

    assert outcome.did_nothing
    assert outcome.unchanged.total() == 17
    assert everything() == before


def test_changed_file_is_the_next_version(files):
    files.bring_in()
    files.edit(ARTICLE, "Card not read", "Card cannot be read")

    outcome = files.bring_in()

    assert (outcome.changed, outcome.unchanged.total()) == ({"article": 1}, 16)
    assert the_article().title == "Card cannot be read"
    assert [
        version.document["title"] for version in Version.objects.filter(article__reference="C1").order_by("number")
    ] == [
        "Card not read",
        "Card cannot be read",
    ]


@pytest.mark.parametrize("name", [ARTICLE, OTHER, SNIPPET, NOTICE, "codes.csv", "synonyms.csv", "contacts.csv"])
def test_one_bad_file_changes_nothing(files, name):
    files.bring_in()
    before = everything()
    files.edit(ARTICLE, "Card not read", "Card cannot be read")
    files.edit("services.csv", "Reads the card.", "Reads cards.")
    files.write(name, files.text(name) + "\n## No such section\nx,y\n\0")

    files.problems()

    assert everything() == before


def test_bad_file_leaves_an_empty_catalogue_empty(files):
    files.edit(OTHER, "category: signing-in", "category: signing")

    files.problems()

    assert [name for name, rows in everything().items() if rows] == []


def test_renamed_file_with_the_same_reference_renames_and_keeps_the_old_address(files):
    files.bring_in()
    number = the_article().number
    files.rename(ARTICLE, "articles/C1-card-silent.md")

    outcome = files.bring_in()

    assert outcome.changed == {"article": 1}
    assert (the_article().slug, the_article().number) == ("card-silent", number)
    assert OldSlug.objects.get().slug == "card-not-read"
    assert files.bring_in().did_nothing


def test_step_of_150_kb_is_refused_with_its_limit(files):
    step = "### Take the card out {#nwspvtcb}"
    files.edit(ARTICLE, step, f"{step}\n\n{'Wait. ' * 25_000}")

    (problem,) = files.problems()

    assert problem.startswith(f"{ARTICLE}, line ")
    assert "Shorten the text of this step to 20,000 characters; it has 150,0" in problem


def test_what_names_a_renamed_article_must_follow_and_may(files):
    files.edit(NOTICE, "- no-role", "- card-not-read")
    files.edit("shortcuts.csv", "no-role", "card-not-read")
    files.bring_in()
    files.rename(ARTICLE, "articles/C1-card-silent.md")

    assert files.problems() == [
        f"{NOTICE}, line 11: There is no article 'card-not-read'. Add it, or mend the name.",
        "shortcuts.csv, line 2: There is no article 'card-not-read'. Add it, or mend the name.",
    ]
    files.edit(NOTICE, "- card-not-read", "- card-silent")
    files.edit("shortcuts.csv", "card-not-read", "card-silent")
    files.bring_in()

    assert Notice.objects.get().articles.get() == Shortcut.objects.get().article == the_article()
    assert files.bring_in().did_nothing


def test_two_references_are_two_articles_whatever_their_address(files):
    files.bring_in()
    files.rename(ARTICLE, "articles/C2-card-not-read.md")

    assert files.problems() == [
        "articles/C2-card-not-read.md, line 1: Another article has the address 'card-not-read': choose another."
    ]


def test_address_given_up_is_not_taken_by_another_file(files):
    files.bring_in()
    files.write("articles/card-not-read.md", files.text(OTHER))
    files.rename(ARTICLE, "articles/C1-card-silent.md")

    assert files.problems() == [
        "articles/card-not-read.md, line 1: 'card-not-read' was the address of another article and still leads there."
    ]


def test_what_only_the_database_can_refuse_is_named_with_file_and_line(files):
    make_code("LOCAL1", spellings=("Error 5022",))
    before = everything()

    assert files.problems() == ["codes.csv, line 3: 'Error 5022' is already the code LOCAL1, or a spelling of it."]
    assert everything() == before


def test_file_cannot_say_that_somebody_reviewed_it(files):
    files.edit(ARTICLE, "confidence: unverified", "confidence: verified")

    assert files.problems() == [
        f"{ARTICLE}, line 12: Verified means that somebody reviewed it: say who and when, or use unverified."
    ]


def test_code_spelled_otherwise_in_an_article_is_the_same_code(files):
    files.edit(ARTICLE, "- ERR5022", "- err 5022")
    files.edit(NOTICE, "- ERR5022", "- Err_5022")
    files.bring_in()

    assert files.bring_in().did_nothing


def test_family_spelled_otherwise_in_the_row_of_a_code_is_the_same_family(files):
    files.edit("codes.csv", "ERR5022,", "400_645,exact,400-XXX,,It is off.,Signing in,,,,,\nERR5022,")
    files.bring_in()

    assert ErrorCode.objects.get(normal="400645").family.display == "400_xxx"
    assert files.bring_in().did_nothing


@pytest.mark.parametrize(("first", "second"), [("", "BOX 1"), ("BOX 1", ""), ("BOX 2", "BOX 1")])
def test_spelling_moves_from_one_code_to_another_whichever_comes_first(files, first, second):
    rows = "A100,exact,,,It is off.,Here,,,,{},\nB200,exact,,,It is on.,There,,,,{},\n"
    heading = files.text("codes.csv")
    for one, other in (("BOX 1", "BOX 2"), (first, second)):
        files.write("codes.csv", heading + rows.format(one, other))
        files.bring_in()

    spelled = {code.display: [key.text for key in code.spellings] for code in ErrorCode.objects.with_keys()}
    assert (spelled["A100"], spelled["B200"]) == (list(filter(None, [first])), list(filter(None, [second])))


MEANINGS = (
    "A100,exact,,windows,It is off.,Windows,,,,,\n"
    "A100,exact,,agent,It is on.,Identity Agent,,,,,\n"
    "A100,exact,,printer,It is out of ribbon.,Printer,,,,,\n"
)
NAMES_A_MEANING = "codes:\n- ERR5022\n- A100\nmeanings:\n- code: A100\n  key: {}\n"


def names_a_meaning(files, named: str) -> None:
    files.write("codes.csv", files.text("codes.csv") + MEANINGS)
    files.edit(ARTICLE, "codes:\n- ERR5022\n", NAMES_A_MEANING.format(named))
    files.bring_in()


@pytest.mark.parametrize("now", ["windows", ""])
def test_meaning_goes_from_a_code_and_from_its_article_at_once(files, now):
    names_a_meaning(files, "agent")
    files.edit("codes.csv", "A100,exact,,agent,It is on.,Identity Agent,,,,,\n", "")
    names_now = NAMES_A_MEANING.format(now) if now else "codes:\n- ERR5022\n- A100\n"
    files.edit(ARTICLE, NAMES_A_MEANING.format("agent"), names_now)

    assert files.bring_in().changed == {"article": 1, "error code": 1}

    assert [use.meaning.key for use in the_article().code_uses.all() if use.meaning] == list(filter(None, [now]))
    assert [one.key for one in ErrorCode.objects.get(normal="A100").meanings.all()] == ["windows", "printer"]
    assert Version.objects.filter(article__reference="C1").count() == 2
    assert files.bring_in().did_nothing


def test_meaning_that_an_article_still_names_stays_and_nothing_is_written(files):
    names_a_meaning(files, "agent")
    files.edit("codes.csv", "A100,exact,,agent,It is on.,Identity Agent,,,,,\n", "")
    files.edit(ARTICLE, "Card not read", "Card cannot be read")
    before = everything()

    (problem,) = files.problems()

    assert "answers a meaning that is to go: change that article first." in problem
    assert everything() == before


MEMBERS = "400_xxx,family,,,Sign-in failed.,Signing in,,,,,\n400_645,exact,{},,It is off.,Signing in,,,,,\n"
OF_BEFORE = "400_xxx,family,,,Sign-in failed.,Signing in,,,,,\n"


@pytest.mark.parametrize(
    ("now", "family"),
    [
        (MEMBERS.replace("x,family", "x,exact").format(""), None),
        ("4006xx,family,,,More.,Signing in,,,,,\n" + MEMBERS.replace("x,family", "x,exact").format("4006xx"), "4006xx"),
    ],
)
def test_family_becomes_exact_as_its_members_leave_it(files, now, family):
    files.edit("codes.csv", OF_BEFORE, MEMBERS.format("400_xxx"))
    files.bring_in()
    files.edit("codes.csv", MEMBERS.format("400_xxx"), now)

    files.bring_in()

    member = ErrorCode.objects.select_related("family").get(normal="400645")
    assert (member.family and member.family.display) == family
    assert ErrorCode.objects.get(normal="400XXX").kind == "EXACT"
    assert files.bring_in().did_nothing


def test_family_that_keeps_a_member_stays_one(files):
    files.edit("codes.csv", OF_BEFORE, MEMBERS.format("400_xxx"))
    files.bring_in()
    files.write("codes.csv", files.text("codes.csv").replace("400_645,exact,400_xxx,,It is off.,Signing in,,,,,\n", ""))
    files.edit("codes.csv", "400_xxx,family", "400_xxx,exact")

    assert "400_645 is said to be one of 400_xxx: change that code first." in files.problems()[0]


BEFORE = "code,kind,meaning,where,spellings,search_spellings\n"


def test_codes_in_a_file_of_before_keep_what_it_has_no_column_for(files):
    rows = MEMBERS.format("400_xxx") + MEANINGS + "400_612,exact,,,It is on.,Signing in,,,,,\n"
    files.edit("codes.csv", OF_BEFORE, rows)
    files.bring_in()
    before = everything()
    old = (
        "400_xxx,family,Sign-in failed.,Signing in,,\n400_645,exact,It is off.,Signing in,,\n"
        "A100,exact,It is off.,Windows,,\n400_612,exact,It is on.,Signing in,,\n"
        "ERR5022,exact,{},Managing cards,Error 5022,\n"
    )
    files.write("codes.csv", BEFORE + old.format("It could not be completed."))

    assert files.bring_in().did_nothing
    assert everything() == before

    files.write("codes.csv", BEFORE + old.format("It was not completed.") + "400_700,exact,New.,Signing in,,\n")
    outcome = files.bring_in()

    assert (outcome.changed, outcome.added) == ({"error code": 1}, {"error code": 1})
    meaning = ErrorCode.objects.get(normal="ERR5022").meanings.get()
    assert (meaning.words, meaning.acts) == ("It was not completed.", "IT")
    families = ErrorCode.objects.filter(kind="EXACT").values_list("display", "family__display")
    assert dict(families) == {
        "400_645": "400_xxx",
        "400_612": None,
        "400_700": "400_xxx",
        "A100": None,
        "ERR5022": None,
    }


def test_failure_in_the_middle_of_writing_writes_nothing(files, monkeypatch):
    make_service("local-one")
    before = everything()

    def fail(**_):
        raise RuntimeError("The machine stopped.")

    monkeypatch.setattr("kb.notices.actions.raise_edition", fail)

    with pytest.raises(RuntimeError):
        files.bring_in()

    assert everything() == before


def test_edition_rises_with_an_import_that_changes_something_only(files):
    files.bring_in()
    first = Edition.objects.current()
    files.bring_in()
    second = Edition.objects.current()
    files.edit(OTHER, "The list is empty.", "No list comes.")
    files.bring_in()

    assert first == second < Edition.objects.current()


def test_snippet_that_names_a_setting_which_is_none_is_refused(files):
    files.edit(SNIPPET, "Look at the card.", 'Look: [run it](setting:checker "ask").')

    assert any("There is no setting called 'checker'" in problem for problem in files.problems())


def test_update_of_a_notice_that_names_a_setting_which_is_none_is_refused(files):
    files.edit(NOTICE, "We know why.", "'Now [run it](setting:checker \"ask\").'")

    assert any("There is no setting called 'checker'" in problem for problem in files.problems())
