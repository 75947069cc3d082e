"""Before an article is merged or taken down its page shows what leads where then; and then that is so."""

import pytest
from django.urls import reverse

from kb.catalogue import call_numbers
from kb.catalogue.actions import Publication, erase_words, put_live
from kb.catalogue.call_numbers import CallNumber, CallNumberKind
from kb.catalogue.document import StepContent, SymptomContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.authors import newer_version
from kb.editing.models import Draft
from kb.editing.upkeep import actions as upkeep
from kb.helpdesk.desk.hearing import hear
from kb.search.finder import find
from kb.search.synonyms import SynonymEntry, save_synonym
from kb.search.upkeep import findings
from tests.editing.pages import words
from tests.make import make_answer, make_article, make_notice, make_question, make_report, make_shortcut

pytestmark = pytest.mark.either
MESSAGE = "Reader wobbles at 40 hertz"


@pytest.fixture
def old(db) -> Article:
    return make_article(
        title="Wobbling reader",
        slug="wobbling-reader",
        codes=("ERR5022", "400_645"),
        mentions=("ERR1002",),
        symptoms=(SymptomContent("EXACT", MESSAGE),),
    )


@pytest.fixture
def new(db) -> Article:
    return make_article(title="Card not seen", slug="card-not-seen", codes=("PR20002",), related=("wobbling-reader",))


@pytest.fixture
def named(old):
    """All that may lead to an article."""
    make_shortcut("My reader wobbles", article=old)
    make_answer("wobble", "wobbling", "article", old.slug)
    make_question("where", {"text": "At the reader", "article": old.slug}, is_first=True)
    make_notice(slug="wobbles", title="Readers wobble today", articles=(old.slug,))
    make_article(
        title="Points there", slug="points", steps=(StepContent("USER", "See", f"[this](/articles/{old.slug}/)"),)
    )
    save_synonym(entry=SynonymEntry("wobble", "wobbling"), by=None)
    save_synonym(entry=SynonymEntry("wobble", "shaking"), by=None)
    make_report(article=old.number)
    return old


def at(name: str, article: Article) -> str:
    return reverse(f"editing:{name}", args=[article.label])


def shown(answer) -> dict[str, dict[str, tuple[str, str]]]:
    groups = answer.context["moves"].groups
    return {group.heading: {row.name: (row.now, row.then) for row in group.rows} for group in groups}


@pytest.mark.parametrize(
    ("way", "typed"), [("merge", {"into": "NEW"}), ("take-down", {"why": "Old", "replacement": "NEW"})]
)
def test_page_shows_all_that_moves_and_does_nothing_yet(signed_in, reviewer, named, new, way, typed):
    typed = {box: new.label if text == "NEW" else text for box, text in typed.items()}
    answer = signed_in(reviewer).post(at(way, named), {**typed, "press": "look"})
    moves = shown(answer)
    both = (str(named), str(new))

    assert answer.status_code == 200
    assert "Nothing is done yet." in words(answer)
    assert "1 report names it" in words(answer)
    assert moves["Error codes"] == {"ERR5022": both, "400_645": both, "ERR1002": moves["Error codes"]["ERR1002"]}
    assert moves["Searches"]["Wobbling reader"] == both
    assert moves["Searches"][MESSAGE] == both
    assert moves["Searches"]["shaking reader"] == both
    assert moves["Phrases with a chosen answer"] == {"wobbling": both}
    assert moves["Common problems of home"] == {"My reader wobbles": both}
    assert list(moves["Answers of Start"].values()) == [both]
    assert moves["Notices"] == {"Readers wobble today": both}
    assert [then for _, then in moves["Links of other articles"].values()] == [str(new)] * 2
    assert Article.objects.get(pk=named.pk).withdrawn_at is None
    assert Article.objects.get(pk=new.pk).version == new.version


def test_without_a_replacement_it_says_what_leads_nowhere(signed_in, reviewer, named):
    moves = shown(signed_in(reviewer).post(at("take-down", named), {"why": "Old", "press": "look"}))

    assert moves["Error codes"]["ERR5022"] == (str(named), "No article")
    assert moves["Common problems of home"] == {"My reader wobbles": (str(named), "Nobody sees it")}
    assert moves["Searches"][MESSAGE][1] != str(named)
    assert (
        moves["Addresses, printed sheets and numbers read out"]["/articles/wobbling-reader/"][1] == "“It was withdrawn”"
    )


def test_only_what_was_shown_is_done(signed_in, reviewer, named, new):
    client, typed = signed_in(reviewer), {"into": new.label}
    seen = client.post(at("merge", named), {**typed, "press": "look"}).context["moves"].seen
    unseen = client.post(at("merge", named), {**typed, "press": "do"})
    make_shortcut("It shakes", article=named)
    changed = client.post(at("merge", named), {**typed, "press": "do", "seen": seen})

    assert (unseen.status_code, changed.status_code) == (422, 422)
    assert "has changed since you looked" in words(changed)
    assert Article.objects.get(pk=named.pk).withdrawn_at is None
    assert "It shakes" in words(changed)


def test_draft_in_the_way_is_said_before_anything_is_typed(signed_in, reviewer, editor, old):
    drafting.begin(by=editor, article=old)

    assert "publish or discard that draft, then merge" in words(signed_in(reviewer).get(at("merge", old)))


# --- Afterwards ----------------------------------------------------------------------------------------------------


@pytest.fixture
def replaced(named, new, reviewer) -> Article:
    upkeep.take_down(article=named, by=reviewer, why="Out of date", replacement=new)
    return Article.objects.get(pk=named.pk)


def test_code_pages_lead_to_the_replacement(client, replaced, new):
    page = client.get("/codes/ERR5022/")

    assert new.title in words(page)
    assert "We have no step just for this code" in words(page)
    assert document_of(Article.objects.with_parts().get(pk=new.pk)).related == ()


@pytest.mark.parametrize("text", ["Wobbling reader", MESSAGE, "wobbles 40 hertz", "ERR5022"])
def test_searches_that_found_it_find_the_replacement(replaced, new, text):
    results = find(text)

    assert results.found[0].article == new
    assert "wobbl" not in results.found[0].snippet.casefold()
    assert replaced not in [hit.article for hit in results.found]


def test_search_follows_a_chain_and_forgets_what_comes_back(replaced, new, reviewer):
    last = make_article(title="All about cards", slug="all-about-cards")
    upkeep.take_down(article=Article.objects.get(pk=new.pk), by=reviewer, why="Old too", replacement=last)
    assert find(MESSAGE).found[0].article == last

    put_live(document_of(Article.objects.with_parts().get(pk=replaced.pk)), Publication(by=None, article=replaced))
    assert [hit.article for hit in find(MESSAGE).found] == [replaced]
    assert [found for found in findings() if not found.is_warning] == []


def test_what_is_erased_of_it_finds_the_replacement_no_more(replaced, new):
    assert find("wobbles hertz").found[0].article == new
    erase_words(words=MESSAGE, reason="It named somebody", by=None)

    assert new not in [hit.article for hit in find("hertz").found]


def test_open_draft_of_the_replacement_stops_nothing_and_is_behind_then(named, new, editor, reviewer):
    draft = drafting.begin(by=editor, article=new)
    upkeep.take_down(article=named, by=reviewer, why="It does harm", replacement=new)
    draft = Draft.objects.select_related("article").get(pk=draft.pk)

    assert newer_version(draft) == draft.based_on + 1


def test_old_address_and_printed_address_name_it(client, replaced, new):
    for address in ("/articles/wobbling-reader/", f"/{replaced.label}", f"/{replaced.label}?sheet=1"):
        answer = client.get(address, follow=True)
        assert new.title in words(answer), address
        assert f'href="{new.get_absolute_url()}"' in answer.content.decode(), address


def test_stamp_in_a_box_leads_on(client, replaced, new):
    answer = client.post("/search/", {"q": f"{replaced.label} v1"}, follow=True)

    assert new.title in words(answer)
    assert "no longer here" in words(answer)


def test_stamp_and_number_on_the_desk_open_the_replacement(signed_in, desk, replaced, new):
    number = call_numbers.said(CallNumber(CallNumberKind.ARTICLE, replaced.number, 1))
    for said in (f"{replaced.label} v1", replaced.label, number):
        heard = hear(said)
        assert (heard.article, heard.gone, heard.have) == (new, replaced.label, 0), said
    page = signed_in(desk).get("/desk/", {"q": f"{replaced.label} v1"}, follow=True)
    assert f"{replaced.label} was withdrawn. This article is read in its place." in words(page)


def test_related_link_of_another_article_leads_on(client, replaced, new):
    other = make_article(title="Related to it", slug="related-to-it", related=(replaced.slug,))

    assert f'href="{new.get_absolute_url()}"' in client.get(other.get_absolute_url()).content.decode()


def test_home_start_answers_and_notices_lead_on(client, replaced, new):
    assert f'href="{new.get_absolute_url()}"' in client.get("/").content.decode()
    assert new.get_absolute_url() in client.get("/start/").content.decode()
    assert new.title in words(client.get("/notices/"))


@pytest.mark.parametrize("way", ["merge", "replace", "take down"])
def test_it_is_in_no_list_any_more(client, signed_in, reviewer, named, new, way):
    if way == "merge":
        upkeep.merge(article=named, into=new, by=reviewer)
    else:
        upkeep.take_down(article=named, by=reviewer, why="Old", replacement=new if way == "replace" else None)

    category = named.category.get_absolute_url()
    for address in ("/sitemap.xml", category, "/codes/ERR5022/", "/search/?q=wobbling+reader"):
        assert "/articles/wobbling-reader/" not in client.get(address).content.decode(), address
    editors = signed_in(reviewer)
    assert named.title not in words(editors.get("/edit/articles/"))
    assert named.title in words(editors.get("/edit/articles/", {"which": "withdrawn"}))
