"""The pages that are the same for snippets, applications, topics, companies, common problems, synonyms and words."""

import pytest

from kb.accounts.models import AuditEntry
from kb.catalogue.contents import SourceContent, StepContent
from kb.catalogue.models import Category, GlossaryEntry, Service, Shortcut, Snippet, Vendor
from kb.editing.vocabulary.kept import NOUNS
from kb.search.synonyms import Synonym, SynonymEntry, save_synonym
from tests.editing.pages import words
from tests.make import (
    make_answer,
    make_article,
    make_category,
    make_draft,
    make_notice,
    make_question,
    make_service,
    make_shortcut,
    make_snippet,
    make_vendor,
    make_word,
)

pytestmark = pytest.mark.django_db

NEW = {
    "snippets": {"title": "Plug it in again", "kind": "STEP", "body": "Unplug the reader."},
    "services": {"name": "Card printing", "summary": "Prints cards.", "on_home": "on", "position": "2"},
    "topics": {"name": "Printing", "summary": "What prints.", "position": ""},
    "companies": {"name": "Cards Ltd", "summary": "Makes cards.", "product": "A card", "tell": "Your site\nYour code"},
    "synonyms": {"group": "pin", "phrase": "pin", "position": "1"},
    "words": {"word": "RA", "meaning": "The team that issues cards.", "spellings": "Registration team"},
}
TABLES = {
    "snippets": Snippet,
    "services": Service,
    "topics": Category,
    "companies": Vendor,
    "common-problems": Shortcut,
    "synonyms": Synonym,
    "words": GlossaryEntry,
}


def given(noun):
    if noun == "common-problems":
        return {"label": "My card is stuck", "article": make_article().label, "position": "1"}
    return NEW[noun]


def page(noun, row, what=""):
    return f"/edit/{noun}/{row.pk}/{what}"


def seen(noun, row):
    return NOUNS[noun].seen(row)


def add(client, noun, **changed):
    answer = client.post(f"/edit/{noun}/add/", {**given(noun), "press": "do", **changed}, follow=True)
    return answer, TABLES[noun].objects.order_by("-pk").first()


@pytest.mark.parametrize("noun", NOUNS)
def test_reviewer_adds_one_changes_nothing_by_looking_saves_it_again_and_removes_it(signed_in, reviewer, noun):
    client = signed_in(reviewer)
    answer, row = add(client, noun)
    assert "saved. Pages and searches follow it from now on." in words(answer)
    assert AuditEntry.objects.latest("pk").actor == reviewer
    sent = {**given(noun), "position": "7", "seen": seen(noun, row)} | (
        {"body": "Other."} if noun == "snippets" else {}
    )
    before, entries = seen(noun, row), AuditEntry.objects.count()

    looked = client.post(page(noun, row), {**sent, "press": "look"})
    assert "Nothing is changed yet." in words(looked)
    assert (seen(noun, row), AuditEntry.objects.count()) == (before, entries)

    client.post(page(noun, row), {**sent, "press": "do"})
    assert seen(noun, row) != before
    assert reviewer.name in words(client.get(page(noun, row))).partition("History")[2]
    stale = client.post(page(noun, row), {**sent, "press": "do"})
    assert (stale.status_code, "Somebody changed this" in words(stale)) == (409, True)

    assert client.get(page(noun, row, "remove/")).status_code == 200
    done = client.post(page(noun, row, "remove/"), {"seen": seen(noun, row), "press": "do"}, follow=True)
    assert ": removed." in words(done)
    assert not TABLES[noun].objects.filter(pk=row.pk).exists()
    assert client.get(page(noun, row)).status_code == 404
    assert AuditEntry.objects.latest("pk").verb.startswith("removed ")


@pytest.mark.parametrize("noun", NOUNS)
def test_editor_reads_and_changes_nothing_and_others_find_nothing(signed_in, reviewer, editor, desk, noun):
    _, row = add(signed_in(reviewer), noun)
    client = signed_in(editor)

    assert str(row) in words(client.get(f"/edit/{noun}/"))
    assert "A reviewer or an administrator can change this." in words(client.get(page(noun, row)))
    assert client.get(f"/edit/{noun}/add/").status_code == 404
    posts = (f"/edit/{noun}/add/", page(noun, row), page(noun, row, "remove/"))
    assert [client.post(one, {"press": "do"}).status_code for one in posts] == [404] * 3
    assert [signed_in(desk).get(one).status_code for one in (f"/edit/{noun}/", page(noun, row))] == [404, 404]


@pytest.mark.parametrize("noun", NOUNS)
def test_what_is_refused_is_said_and_one_that_is_there_is_not_written_over(signed_in, reviewer, noun):
    client = signed_in(reviewer)
    add(client, noun)

    again = client.post(f"/edit/{noun}/add/", {**given(noun), "press": "do"})
    empty = client.post(f"/edit/{noun}/add/", {"press": "do"})

    assert (again.status_code, empty.status_code) == (422, 422)
    assert "There is one of this name already" in words(again)
    assert "There is a problem" in words(empty)
    assert TABLES[noun].objects.count() == 1


@pytest.mark.parametrize(
    ("noun", "changed", "said"),
    [
        ("snippets", {"body": "Ask about NHS number 943 476 5919."}, "NHS number"),
        ("snippets", {"title": "a" * 151}, "150 characters or fewer"),
        ("services", {"slug": "Not A Name"}, "Use small letters"),
        ("services", {"position": "first"}, "Enter a whole number, such as 12."),
        ("companies", {"website": "javascript:alert(1)"}, "is not a web address"),
        ("companies", {"email": "nobody"}, "email"),
        ("common-problems", {"article": "KB9999"}, "There is no live article KB9999."),
        ("common-problems", {"article": ""}, "Enter an article, or a question of Start; not both."),
        ("synonyms", {"phrase": "the"}, "Enter a phrase that says more"),
        ("words", {"more": "https://example.org"}, "path"),
    ],
)
def test_rules_of_the_files_hold_on_the_page(signed_in, reviewer, noun, changed, said):
    answer, row = add(signed_in(reviewer), noun, **changed)

    assert answer.status_code == 422
    assert said in words(answer)
    assert row is None


def test_snippet_says_where_it_is_used_and_how_it_will_read(signed_in, reviewer):
    snippet = make_snippet("look-again", title="Look again", body="Look at the light.")
    articles = [make_article(steps=(StepContent("IT", snippet="look-again"),)) for _ in range(2)]
    client = signed_in(reviewer)

    listed = words(client.get("/edit/snippets/"))
    looked = words(
        client.post(
            page("snippets", snippet),
            {
                "title": "Look again",
                "kind": "STEP",
                "body": "Look at the **green** light.",
                "seen": seen("snippets", snippet),
                "press": "look",
            },
        )
    )

    assert "Used in 2 articles" in listed
    assert all(article.title in looked for article in articles)
    assert "for IT support" in looked
    assert "[added: **green** ]" in looked
    assert "As readers see it now Look again Look at the light." in looked
    assert "As readers will see it, on each of the pages below Look again Look at the green light." in looked
    assert "Look at the green light." in looked
    assert Snippet.objects.get().body == "Look at the light."


def test_sources_of_a_snippet_and_the_place_of_its_words_stay(signed_in, reviewer):
    source = SourceContent(name="NHS England", title="A page")
    snippet = make_snippet(sources=(source,))

    signed_in(reviewer).post(
        page("snippets", snippet),
        {"title": "T", "kind": "NOTE", "body": "B", "seen": seen("snippets", snippet), "press": "do"},
    )

    snippet.refresh_from_db()
    assert (snippet.title, snippet.slug, [one["name"] for one in snippet.sources]) == (
        "T",
        "general-checks",
        ["NHS England"],
    )


def hanging(editor):
    """Each with what it hangs on."""
    article = make_article(
        steps=(StepContent("USER", snippet=make_snippet("used").slug),),
        services=(make_service("used").slug,),
        vendor=make_vendor("used").slug,
    )
    yield "snippets", Snippet.objects.get(slug="used"), "1 article shows it"
    yield "services", Service.objects.get(slug="used"), "1 article stands there"
    yield "topics", Category.objects.get(slug=article.category.slug), "1 article stands there"
    yield "companies", Vendor.objects.get(slug="used"), "1 article stands there"
    yield "snippets", make_snippet("advice", kind="NOTE", site_advice=True), "every article shows it"
    make_notice(services=(make_service("noticed").slug,))
    yield "services", Service.objects.get(slug="noticed"), "names it"
    make_draft(by=editor, services=(make_service("drafted").slug,))
    yield "services", Service.objects.get(slug="drafted"), "1 draft names it"
    word = make_word("RA")
    make_answer("what-ra", "who is my ra", "word", word.slug)
    yield "words", word, "1 chosen answer leads to it"


def test_nothing_that_something_hangs_on_is_removed_and_it_says_what(signed_in, reviewer, editor):
    client = signed_in(reviewer)
    for noun, row, why in hanging(editor):
        assert why in words(client.get(page(noun, row))), (noun, row)
        client.post(page(noun, row, "remove/"), {"seen": seen(noun, row), "press": "do"})
        assert TABLES[noun].objects.filter(pk=row.pk).exists(), (noun, row)


def test_common_problem_that_alone_leads_to_a_question_stays(signed_in, reviewer):
    article = make_article()
    make_question("more", {"text": "A", "article": article.slug}, {"text": "B", "article": article.slug})
    client = signed_in(reviewer)
    client.post(
        "/edit/common-problems/add/", {"label": "I use my phone", "question": "more", "position": "1", "press": "do"}
    )

    row = Shortcut.objects.get()
    assert "nothing else leads to the question" in words(client.get(page("common-problems", row)))


def test_order_of_home_follows_the_place(signed_in, reviewer, client):
    first, second = (make_shortcut(label, article=make_article()) for label in ("First", "Second"))
    editor_client = signed_in(reviewer)
    for row, place in ((first, "2"), (second, "1")):
        sent = {"article": row.article.label, "position": place, "seen": seen("common-problems", row), "press": "do"}
        editor_client.post(page("common-problems", row), sent)

    home = words(client.get("/"))
    assert home.index("Second") < home.index("First")


def test_synonym_shows_what_searches_would_come_to(signed_in, reviewer):
    article = make_article(title="Locked passcode")
    save_synonym(entry=SynonymEntry("passcode", "passcode"), by=None)

    looked = words(
        signed_in(reviewer).post(
            "/edit/synonyms/add/", {"group": "passcode", "phrase": "zebra word", "position": "2", "press": "look"}
        )
    )

    assert f"zebra word Now: nothing Then: {article.label} Locked passcode" in looked
    assert not Synonym.objects.filter(phrase="zebra word").exists()


@pytest.mark.parametrize(("noun", "shelf"), [("services", "services"), ("topics", "topics"), ("companies", "vendors")])
def test_a_page_is_given_another_address_and_the_one_before_leads_there(signed_in, reviewer, client, noun, shelf):
    add(signed_in(reviewer), noun)
    row = TABLES[noun].objects.get()
    before, said = row.get_absolute_url(), NEW[noun] | {"addresses": "another-address", "press": "do"}

    changed = signed_in(reviewer).post(page(noun, row), said | {"seen": seen(noun, row)}, follow=True)
    row.refresh_from_db()
    stays = signed_in(reviewer).post(page(noun, row), said | {"seen": seen(noun, row)})

    assert "saved. Pages and searches follow it" in words(changed)
    assert stays.status_code == 302
    assert row.get_absolute_url() == f"/{shelf}/another-address/"
    assert client.get(before)["Location"] == row.get_absolute_url()
    assert client.get(row.get_absolute_url()).status_code == 200
    assert "Address of its page" in words(changed)


@pytest.mark.parametrize("wanted", ["taken", "was-theirs", "Not an address"])
def test_an_address_that_leads_elsewhere_or_is_none_is_refused_at_its_box(signed_in, reviewer, wanted):
    make_service("taken", addresses=("was-theirs", "theirs"))
    row = make_service("mine")

    refused = signed_in(reviewer).post(
        page("services", row),
        NEW["services"] | {"addresses": wanted, "press": "do", "seen": seen("services", row)},
    )

    assert refused.status_code == 422
    assert "Error: Address of its page" in words(refused) or "There is a problem" in words(refused)
    row.refresh_from_db()
    assert row.get_absolute_url() == "/services/mine/"


@pytest.mark.parametrize("typed", ["Passcode", " PASSCODE ", "pin"])
def test_a_synonym_joins_the_group_of_what_it_is_said_to_mean(signed_in, reviewer, typed):
    """By the name of the group or by any phrase of it: nobody need know that there are groups."""
    save_synonym(entry=SynonymEntry("passcode", "passcode"), by=None)
    save_synonym(entry=SynonymEntry("passcode", "PIN", one_way=True), by=None)

    page = words(
        signed_in(reviewer).post(
            "/edit/synonyms/add/", {"group": typed, "phrase": "card number", "press": "do"}, follow=True
        )
    )

    assert Synonym.objects.get(phrase="card number").group == "passcode"
    assert "Means the same as passcode PIN one way" in page


def test_a_synonym_of_a_new_word_brings_that_word_with_it(signed_in, reviewer):
    """Else it would stand alone in a group, and no search would come to anything by it."""
    signed_in(reviewer).post("/edit/synonyms/add/", {"group": "Dongle", "phrase": "usb stick", "press": "do"})

    assert set(Synonym.objects.values_list("group", "phrase")) == {("Dongle", "Dongle"), ("Dongle", "usb stick")}


def test_a_synonym_that_is_alone_says_so(signed_in, reviewer):
    row = save_synonym(entry=SynonymEntry("passcode", "passcode"), by=None)

    assert "alone in its group, it changes no search" in words(signed_in(reviewer).get(f"/edit/synonyms/{row.pk}/"))


def test_unused_ones_are_marked(signed_in, editor):
    make_category("nobody-stands-here")
    make_snippet("unused")

    for noun in ("topics", "snippets"):
        assert "Not used" in words(signed_in(editor).get(f"/edit/{noun}/"))


def test_page_that_a_text_links_to_is_not_taken_away(signed_in, reviewer):
    row, other = make_service("pds"), make_service("pds-portal")
    make_snippet("look", body="Look at [the portal](/services/pds-portal/#state) first.")
    client = signed_in(reviewer)

    for service, is_kept in ((row, False), (other, True)):
        answer = client.post(page("services", service, "remove/"), {"seen": seen("services", service), "press": "do"})
        assert ("1 text links to its page" in answer.content.decode()) is is_kept
        assert Service.objects.filter(pk=service.pk).exists() is is_kept


@pytest.mark.parametrize("others", [[], [f"word {number}" for number in range(20)]], ids=["new group", "long group"])
def test_synonym_is_looked_at_before_it_is_kept(signed_in, reviewer, others):
    row = save_synonym(entry=SynonymEntry("passcode", "pin code", position=0), by=reviewer)
    for number, phrase in enumerate(others, 1):
        save_synonym(entry=SynonymEntry("passcode", phrase, position=number), by=reviewer)
    typed = {"one_way": "on", "position": "30", "seen": seen("synonyms", row), "press": "look"}

    assert signed_in(reviewer).post(page("synonyms", row), typed).status_code == 200
    assert Synonym.objects.count() == 1 + len(others)
