"""A folder as a whole: every kind of broken file is named with its line and what to do, before anything is written."""

import os

import pytest

from kb.catalogue.actions import Publication, put_live
from kb.catalogue.models import Article
from kb.transfer import folder
from kb.transfer.actions import FilesBroken, bring_in
from tests.make import make_article, make_code, make_document, make_service, make_snippet
from tests.transfer.conftest import ARTICLE, NOTICE, OTHER, SNIPPET

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def test_small_folder_is_all_right(files):
    assert folder.read(files.root).problems == []


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (ARTICLE, "- identity-agent", "- identity-agant", "line 6: There is no service 'identity-agant'."),
        (ARTICLE, "vendor: isosec", "vendor: isosek", "line 7: There is no vendor 'isosek'."),
        (ARTICLE, "category: signing-in", "category: signing", "line 4: There is no category 'signing'."),
        (ARTICLE, "- ERR5022", "- ERR5023", "line 9: There is no error code 'ERR5023'. Add it to codes.csv, or mend"),
        (ARTICLE, "- ERR5022", "- Error 5029", "line 9: There is no error code 'Error 5029'."),
        (ARTICLE, "- 400_xxx", "- 500_xxx", "line 11: There is no error code '500_xxx'."),
        (ARTICLE, "- 400_xxx", "- err 5022", "line 10: ERR5022 is among the codes that this article answers"),
        (ARTICLE, "- ERR5022", "- ERR5022\n- err_5022", "line 8: Name each of these once"),
        (ARTICLE, "- no-role", "- no-rôle", "line 14: There is no article 'no-rôle'. Add it, or mend the name."),
        (ARTICLE, "title: Card not read\n", "", "line 1: Enter a title"),
        (ARTICLE, "title: Card not read\n", "title:\n", "line 2: Enter a title"),
        (ARTICLE, "confidence: unverified", "confidence: certain", "line 12: Use one of stub, unverified or verified."),
        (ARTICLE, "confidence: unverified", "confidence: stub", "line 29: A stub has no fix of its own"),
        (ARTICLE, "title: Card", f"title: {'C' * 150}", "line 2: Shorten the title to 150 characters"),
        (ARTICLE, "Put it back in.", "#### Put it back in.", "line 31: Begin a step with '### ' and its title"),
        (ARTICLE, "### Take the card out", f"### {'T' * 201}", "line 29: Shorten the title of this step to 200"),
        (ARTICLE, "https://example.org/card", "example.org/card", "line 17: 'example.org/card' is not a web address."),
        (ARTICLE, "snippet general-checks", "snippet general-check", "line 36: There is no snippet 'general-check'."),
        (
            ARTICLE,
            "(/articles/no-role/)",
            "(/articles/no-rule/)",
            "line 29: The link to /articles/no-rule/ leads nowhere",
        ),
        (ARTICLE, "(/articles/no-role/)", "(/services/agent)", "line 29: The link to /services/agent leads nowhere"),
        (ARTICLE, "(/articles/no-role/)", "(/topics/signing/)", "line 29: The link to /topics/signing/ leads nowhere"),
        (ARTICLE, "(/articles/no-role/)", "(/vendors/x/ 'X')", "line 29: The link to /vendors/x/ leads nowhere"),
        (ARTICLE, "(/articles/no-role/)", "(/codes/ERR5023/)", "line 29: The link to /codes/ERR5023/ leads nowhere"),
        (ARTICLE, "(/articles/no-role/)", "(</who-helps/>)", "line 29: The link to /who-helps/ leads nowhere"),
        (ARTICLE, "The driver is old.", "[Old](/article/no-role/)", "line 40: The link to /article/no-role/ leads"),
        (ARTICLE, "It helps to wait.", "[Wait](/articles/x/)", "line 42: The link to /articles/x/ leads nowhere"),
        (SNIPPET, "title: Try the general checks\n", "", "line 1: Enter the title."),
        (SNIPPET, "kind: step", "kind: tip", "line 3: 'TIP' is no kind of snippet: use step or note."),
        (SNIPPET, "Look at the card.", "[Look](/articles/x/).", "line 6: The link to /articles/x/ leads nowhere"),
        (SNIPPET, "Look at the card.\n", "", "line 5: Enter the body."),
        (NOTICE, "severity: high", "severity: huge", "line 4: 'HUGE' is no severity: use high, medium or low."),
        (NOTICE, "summary:", "ends: 2026-11-21\nsummary:", "line 12: Enter an end that is later than the start."),
        (NOTICE, "- no-role", "- no-rule", "line 11: There is no article 'no-rule'. Add it, or mend the name."),
        (NOTICE, "- ERR5022", "- ERR9999", "line 9: There is no error code 'ERR9999'."),
        (NOTICE, "Wait and", "[Wait](/articles/x/) and", "line 18: The link to /articles/x/ leads nowhere"),
        (
            "codes.csv",
            "400_xxx,family",
            "400xy,family",
            "line 2: '400xy' is no family: write a stem and its open part",
        ),
        ("codes.csv", "ERR5022,exact", "ERR5022,other", "line 3: 'OTHER' is no kind of code: use exact or family."),
        ("codes.csv", "ERR5022,exact", "--,exact", "line 3: '--' holds no letter or figure, so it is no code."),
        (
            "codes.csv",
            ",it,",
            ",nurse,",
            "line 3: 'NURSE' is nobody who acts: use person, ra, it, vendor, inviter, local",
        ),
        ("codes.csv", "ERR5022,exact,,", "ERR5022,exact,400_xxx,", "line 3: 'ERR5022' is not one of 400_xxx: mend one"),
        ("codes.csv", "Error 5022", "err-5022", "line 3: 'err-5022' is written twice: capitals and separators make no"),
        ("services.csv", "identity-agent", "Identity Agent", "line 2: Use small letters, digits and single hyphens"),
        ("services.csv", "Reads the card.", "", "line 2: Enter the summary."),
        ("shortcuts.csv", "no-role", "no-rule", "line 2: There is no article 'no-rule'."),
        ("words.csv", "The local team.", "", "line 2: Enter the meaning."),
        ("words.csv", "smartcard team", "ra", "line 2: 'ra' is written twice: capitals and separators make no"),
        ("words.csv", "true,/articles", "yes,/articles", "line 2: in_steps must be true or false."),
        ("words.csv", "/articles/no-role/", "/articles/none/", "line 2: The link to /articles/none/ leads nowhere"),
        ("words.csv", "/articles/no-role/", "https://e.org/", "line 2: Enter a path of this site"),
        ("synonyms.csv", "PIN code,true", "?,true", "line 2: Enter a phrase with a letter or a figure in it."),
        ("synonyms.csv", "PIN code,true", "PIN code,maybe", "line 2: one_way must be true or false."),
        ("synonyms.csv", "PIN code,true", "a PIN code of five words,true", "line 2: Shorten the phrase to 4 words"),
        ("answers.csv", "is it down", "[is it down]", "line 3: Enter at least one part without brackets"),
        ("answers.csv", "live issues", "live", "line 3: 'live' is nowhere to lead: use article, start, live issues"),
        ("answers.csv", "{place}", "{town}", "line 3: There is no list 'town'. Add it, or mend the name."),
        ("answers.csv", "no role,", "down,", "line 4: 'down' is said with the same words already (down): keep one"),
        ("answers.csv", "article,no-role", "article,no-rule", "line 4: There is no article 'no-rule'. Add it, or"),
        ("answers.csv", "is it down", "outage / ERR5022", "line 3: Take out 'ERR5022': it is an"),
        ("contacts.csv", "01632 960001", "none", "line 2: 'none' is not a phone number."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(files, name, old, new, problem):
    files.edit(name, old, new)

    problems = files.problems()

    assert any(said.startswith(f"{name}, {problem}") for said in problems), problems


@pytest.mark.parametrize(
    ("name", "row", "problem"),
    [
        (
            "codes.csv",
            "err-5022,exact,,,x,y,,,,,",
            "line 4: This error code is also in codes.csv: keep one (err-5022).",
        ),
        (
            "codes.csv",
            "E1,exact,,,x,y,,,,,error5022",
            "line 4: This error code is also in codes.csv: keep one (error5022).",
        ),
        ("services.csv", "identity-agent,A,b,false", "line 3: This service is also in services.csv: keep one"),
        ("categories.csv", "signing-in,A,b", "line 3: This category is also in categories.csv"),
        ("vendors.csv", "isosec,A,b,,,,c,", "line 3: This vendor is also in vendors.csv"),
        ("shortcuts.csv", "There is no role,card-not-read,", "line 3: This common problem is also in shortcuts.csv"),
        (
            "words.csv",
            "team,Smartcard-Team,,A,,true,,",
            "line 3: This word is also in words.csv: keep one (Smartcard-Team)",
        ),
        ("synonyms.csv", "passcode,Pin-Code,false", "line 3: This synonym is also in synonyms.csv: keep one"),
        ("answers.csv", "down,outage,urgent,", "line 5: This answer is also in answers.csv: keep one (down)."),
        ("contacts.csv", "it, HARBOUR hospital,,,01632 960002,,,,", "line 3: This contact is also in contacts.csv"),
    ],
)
def test_row_that_stands_twice_is_named(files, name, row, problem):
    files.write(name, f"{files.text(name)}{row}\n")

    assert any(said.startswith(f"{name}, {problem}") for said in files.problems())


def test_slug_of_two_files_is_named(files):
    files.write("articles/C2-no-role.md", files.text(OTHER))

    (problem,) = files.problems()

    assert problem.startswith(f"{OTHER}, line 1: This article is also in articles/C2-no-role.md: keep one")


def test_reference_of_two_files_is_named(files):
    files.write("articles/C1-other.md", files.text(OTHER))

    (problem,) = files.problems()

    assert problem.startswith(f"articles/C1-other.md, line 1: This article is also in {ARTICLE}: keep one")


@pytest.mark.parametrize("name", [ARTICLE, SNIPPET, NOTICE, "codes.csv"])
@pytest.mark.parametrize(
    ("spoilt", "line", "words"),
    [
        (
            lambda content: content.replace(b"e", b"\xe9", 1),
            None,
            "This is not a text in UTF-8: save the file as UTF-8.",
        ),
        (lambda content: content.decode().encode("utf-16"), 1, "This is not a text in UTF-8"),
        (lambda content: content + b"x\0\n", None, "Take out the characters that cannot be seen."),
        (lambda content: content + b"\x1b[31m\n", None, "Take out the characters that cannot be seen."),
    ],
)
def test_file_that_holds_no_text_is_named(files, name, spoilt, line, words):
    content = spoilt(files.text(name).encode())
    files.write(name, content)
    bad = content.find(b"\xe9") if b"\xe9" in content else content.find(b"\0") if b"\0" in content else len(content) - 5

    problems = files.problems()

    line = line or content.count(b"\n", 0, bad) + 1
    assert any(said.startswith(f"{name}, line {line}: {words}") for said in problems), problems


@pytest.mark.parametrize("name", [ARTICLE, SNIPPET, NOTICE, "codes.csv"])
def test_empty_file_is_named(files, name):
    files.write(name, "")

    assert any(said.startswith(f"{name}, line 1: ") for said in files.problems())


@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_other_line_breaks_say_the_same(files, line_break):
    files.bring_in()
    for path in files.root.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", line_break.encode()))

    assert files.bring_in().did_nothing


def test_byte_order_mark_says_nothing(files):
    files.bring_in()
    for path in files.root.rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert files.bring_in().did_nothing


@pytest.mark.parametrize("name", ["articles/x.md", "snippets/x.md", "vendors.csv"])
def test_folder_with_the_name_of_a_file_is_named(files, name):
    (files.root / name).unlink(missing_ok=True)
    (files.root / name).mkdir()

    assert f"{name}, line 1: This is no file that can be read: take it away, or mend the link." in files.problems()


def test_link_to_a_file_is_read_and_one_that_leads_nowhere_is_named(files, tmp_path):
    elsewhere = (files.root / OTHER).rename(tmp_path / "elsewhere.md")
    os.symlink(elsewhere, files.root / OTHER)
    os.symlink(tmp_path / "nothing.md", files.root / "articles/lost.md")

    assert files.problems() == [
        "articles/lost.md, line 1: This is no file that can be read: take it away, or mend the link."
    ]


def test_file_that_may_not_be_read_is_named(files, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("kb.transfer.folder.Path.read_bytes", refuse)

    assert f"{OTHER}, line 1: This cannot be read: Permission denied." in files.problems()


def test_problems_come_in_the_order_of_files_and_lines(files):
    files.edit(OTHER, "category: signing-in", "category: x")
    files.edit(ARTICLE, "title: Card not read\n", "")
    files.edit(ARTICLE, "- no-role", "- x")
    files.edit("codes.csv", "400_xxx,family", "400_xxx,x")

    assert [problem.partition(":")[0] for problem in files.problems()] == [
        f"{ARTICLE}, line 1",
        f"{ARTICLE}, line 13",
        f"{OTHER}, line 4",
        "codes.csv, line 2",
    ]


def test_folder_without_content_is_a_problem(files, tmp_path):
    (tmp_path / "nothing").mkdir()

    (problem,) = folder.read(tmp_path / "nothing").problems

    assert problem.message == "There is nothing here to import."


def test_names_that_only_the_database_knows_may_be_used(files):
    make_service("local-service")
    make_code("LOCAL1")
    make_snippet("local-checks")
    make_article(slug="local-page", category="local-shelf")
    files.edit(ARTICLE, "- identity-agent", "- identity-agent\n- local-service")
    files.edit(ARTICLE, "- ERR5022", "- ERR5022\n- local-1")
    files.edit(ARTICLE, "snippet general-checks", "snippet local-checks")
    files.edit(ARTICLE, "- no-role", "- local-page")
    files.edit(ARTICLE, "It helps to wait.", "[Wait](/articles/local-page/versions/1/), [or](/codes/400_612/) [not](/)")

    files.bring_in()

    assert Article.objects.get(reference="C1").related == ["local-page"]


def test_old_address_may_be_linked_to_but_not_named_by_a_notice(files):
    article = make_article(slug="old-page", category="local-shelf")
    put_live(make_document(slug="new-page", category="local-shelf"), Publication(by=None, article=article))
    files.edit(ARTICLE, "- no-role", "- old-page")
    files.edit(ARTICLE, "(/articles/no-role/)", "(/articles/old-page/)")
    files.edit(NOTICE, "- no-role", "- old-page")
    files.edit("shortcuts.csv", "no-role", "old-page")

    assert files.problems() == [
        f"{NOTICE}, line 11: There is no article 'old-page'. Add it, or mend the name.",
        "shortcuts.csv, line 2: There is no article 'old-page'. Add it, or mend the name.",
    ]


def test_code_is_named_as_it_is_shown(files):
    files.edit(ARTICLE, "- ERR5022", "- err 5022")
    files.edit(NOTICE, "- ERR5022", "- Err-5022")

    found = folder.read(files.root)

    assert [item.content.codes for item in found.items["article"]] == [("ERR5022",), ()]
    assert [item.content.codes for item in found.items["notice"]] == [("ERR5022",)]


# --- What the editor refuses ---------------------------------------------------------------------------------------

PERSON = "Jane Doe NHS number 943 476 5919 born 12/03/1984"
LOOKS_LIKE = "This looks like"


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (ARTICLE, "Put it back in.", f"Put it back in for {PERSON}.", f"line 29: {LOOKS_LIKE}"),
        (ARTICLE, "Put it back in.", "Put it back in and type my passcode 2748.", f"line 29: {LOOKS_LIKE}"),
        (ARTICLE, "summary: The computer", f"summary: {PERSON}. The computer", f"line 3: {LOOKS_LIKE}"),
        (ARTICLE, "The driver is old.", f"The driver is old. {PERSON}.", f"line 40: {LOOKS_LIKE}"),
        (ARTICLE, "- name: NHS England", "- name: 'NHS number 943 476 5919'", f"line 16: {LOOKS_LIKE}"),
        (ARTICLE, "Put it back in.", "Put it back in, or see [](/articles/no-role/).", "line 29: The link to"),
        (ARTICLE, "Put it back in.", "Put it back in. [Ask](javascript:x)", "line 29: A link cannot begin with"),
        (SNIPPET, "Look at the card.", f"Look at the card of {PERSON}.", f"line 6: {LOOKS_LIKE}"),
        (NOTICE, "text: We know why.", "text: We saw it with NHS number 943 476 5919.", f"{LOOKS_LIKE} an NHS number"),
        (NOTICE, "Wait and try again.", f"Wait for {PERSON}.", f"{LOOKS_LIKE} a patient's details."),
        (NOTICE, "Wait and try again.", "Type my passcode 2748.", f"{LOOKS_LIKE} a passcode."),
        ("codes.csv", "It could not be completed.", f"It failed for {PERSON}.", f"{LOOKS_LIKE}"),
        ("services.csv", "Reads the card.", f"Reads the card of {PERSON}.", f"{LOOKS_LIKE}"),
        ("vendors.csv", "Not supported here.", f"Ask {PERSON}.", f"{LOOKS_LIKE}"),
        ("shortcuts.csv", "There is no role", "NHS number 943 476 5919", f"{LOOKS_LIKE}"),
    ],
)
def test_what_the_editor_refuses_is_refused_with_its_line(files, name, old, new, problem):
    files.edit(name, old, new)

    said = [str(one) for one in folder.read(files.root).problems]

    assert [one for one in said if one.startswith(f"{name}, ") and problem in one], said
    assert not [one for one in said if "943" in one or "2748" in one]


def test_article_that_the_editor_refuses_is_on_no_page(files):
    files.edit(ARTICLE, "Put it back in.", f"Put it back in for {PERSON}.")

    with pytest.raises(FilesBroken):
        bring_in(root=files.root, by=None)

    assert not Article.objects.exists()


def test_what_could_be_better_is_told_by_line_and_holds_nothing_back(files):
    found = folder.read(files.root)

    assert [str(one).partition(": No step")[0] for one in found.warnings] == [f"{OTHER}, line 1"]
    assert found.problems == []


JOIN = "400_612 fits 400_xxx. If it is one of these, write 400_xxx in its column family."


def may_join(files) -> list[str]:
    return [str(one) for one in folder.read(files.root).warnings if "in its column family" in str(one)]


def test_new_code_that_a_family_would_hold_is_asked_of_by_line_and_column(files):
    files.bring_in()
    files.write("codes.csv", files.text("codes.csv") + "400_612,exact,,,x,y,,,,,\n")

    assert may_join(files) == [f"codes.csv, line 4: {JOIN}"]


def test_new_family_asks_of_codes_that_are_there_and_nobody_is_asked_twice(files):
    make_code("400_612")

    assert may_join(files) == [f"codes.csv, line 2: {JOIN}"]

    files.bring_in()
    assert may_join(files) == []


def test_code_that_says_its_family_is_not_asked_of(files):
    files.write("codes.csv", files.text("codes.csv") + "400_612,exact,400_xxx,,x,y,,,,,\n")

    assert may_join(files) == []


def test_code_that_no_article_names_once_the_files_are_in_is_told(files):
    files.bring_in()
    assert not [one for one in folder.read(files.root).warnings if "No other article" in str(one)]

    files.edit(ARTICLE, "codes:\n- ERR5022\n", "")
    (told,) = [str(one) for one in folder.read(files.root).warnings if "No other article" in str(one)]
    assert told.startswith(f"{ARTICLE}, line ")
    assert "No other article has ERR5022: without this one its page leads to no fix" in told

    make_article(slug="other", mentions=("ERR5022",))
    assert not [one for one in folder.read(files.root).warnings if "No other article" in str(one)]
