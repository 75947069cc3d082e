"""One article from the editors' side: its history, what can be compared and restored, and who looks after it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import Publication, put_live
from kb.catalogue.models import Article
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft, Ownership
from kb.editing.ownership import actions as ownership
from kb.editing.review import approving
from kb.lib.forms.times import as_typed
from tests.editing.conftest import handed_in, last
from tests.make import make_article, make_document, make_draft

pytestmark = pytest.mark.either


def said(response):
    return response.content.decode()


def at(name, article, *more):
    return reverse(f"editing:{name}", args=[article.label, *more])


@pytest.fixture
def article(db):
    """At version 2."""
    first = make_article(title="Card not read", slug="card-not-read", summary="The old summary.")
    document = make_document(title="Card not recognised", slug="card-not-read", summary="The new summary.")
    return put_live(document, Publication(by=None, article=first, why="Said as the screen says it"))


def again(article):
    return Article.objects.get(pk=article.pk)


# --- History -------------------------------------------------------------------------------------------------------


def test_page_shows_every_version_and_the_open_draft(signed_in, editor, other_editor, article):
    make_draft(by=other_editor, article=article, title="Third")

    page = said(signed_in(editor).get(at("article", article)))

    assert "Said as the screen says it" in page
    assert "Version 1," in page
    assert "Revision 2 of the draft" in page
    assert "Somebody is changing this article." in page
    assert "The other editor" in page


def test_page_lists_earlier_drafts_with_who_wrote_them_and_each_can_be_read(
    signed_in, editor, other_editor, reviewer, article
):
    first = make_draft(by=editor, article=article, title="Thrown away")
    document = replace(last(first).document, summary="Mine too.")
    drafting.save(draft=first, document=document, base_revision=first.number, by=other_editor)
    drafting.discard(draft=first, by=editor)
    second = handed_in(by=other_editor, article=article, title="Taken in", why="Named as people name it")
    approving.approve(draft=second, revision=last(second), by=reviewer)
    third = make_draft(by=editor, article=again(article), title="Not yet")

    client = signed_in(editor)
    earlier = said(client.get(at("article", article))).partition('id="earlier"')[2]
    table = " ".join(re.sub(r"<[^>]+>", " ", earlier).split())

    assert table.index("Published as version 3") < table.index("Discarded")
    assert "Named as people name it" in table
    assert "The editor, The other editor" in table
    for draft, title in ((first, "Thrown away"), (second, "Taken in")):
        assert reverse("editing:preview", args=[draft.pk]) in earlier
        page = said(client.get(reverse("editing:preview", args=[draft.pk])))
        assert title in page
        assert "Go on writing" not in page
    assert reverse("editing:preview", args=[third.pk]) not in earlier


def test_article_has_one_address(signed_in, editor, article):
    client = signed_in(editor)

    for label in ("KB1", "1", "kb0001", "KB9999", "KB²", "x", "KB" + "1" * 30):
        assert client.get(f"/edit/articles/{label}/").status_code == 404
    assert client.get(at("article", article)).status_code == 200


@pytest.mark.parametrize("who", ["reader", "desk"])
def test_others_find_nothing_here(signed_in, request, article, who):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(at("article", article)).status_code == 404
    assert client.get(at("compare", article)).status_code == 404
    assert client.post(at("restore", article, 1)).status_code == 404


def test_any_two_states_are_compared(signed_in, editor, article):
    make_draft(by=editor, article=article, title="Card ignored")
    client = signed_in(editor)

    versions = said(client.get(at("compare", article), {"from": "1", "to": "2"}))
    with_draft = said(client.get(at("compare", article), {"from": "2", "to": "r2"}))
    back = said(client.get(at("compare", article), {"from": "2", "to": "1"}))
    latest = said(client.get(at("compare", article)))

    assert "From version 1 to version 2" in versions
    assert ">read<" in versions
    assert ">recognised<" in versions
    assert ">ignored<" in with_draft
    assert "From version 2 to version 1" in back
    assert "From revision 1 of the draft to revision 2 of the draft" in latest


def test_article_with_one_version_is_compared_with_itself(signed_in, editor):
    page = said(signed_in(editor).get(at("compare", make_article())))

    assert "they say the same" in page


@pytest.mark.parametrize(
    "query", [{"from": "9"}, {"to": "r9"}, {"from": "x"}, {"to": "r"}, {"from": "1" * 40}, {"to": "²"}]
)
def test_what_is_not_there_cannot_be_compared(signed_in, editor, article, query):
    assert signed_in(editor).get(at("compare", article), query).status_code == 404


def test_revisions_of_a_draft_are_compared(signed_in, editor):
    draft = make_draft(by=editor, title="First words")
    document = last(draft).document
    drafting.save(
        draft=draft,
        document=document.__class__(**{**vars(document), "title": "Second words"}),
        base_revision=1,
        by=editor,
    )

    page = said(signed_in(editor).get(reverse("editing:history", args=[draft.pk])))

    assert ">First<" in page
    assert ">Second<" in page


def test_old_version_is_restored_as_a_draft(signed_in, editor, article):
    client = signed_in(editor)
    answer = client.post(at("restore", article, 1))

    draft = Draft.objects.get()
    assert answer.url == reverse("editing:edit", args=[draft.pk])
    assert last(draft).document.summary == "The old summary."
    assert again(article).summary == "The new summary."
    page = said(client.get(answer.url))
    assert "Restored from version 1. What differs from version 2: Title, Summary. Ask for a review" in page


def test_restored_version_that_says_what_is_published_is_said_to(signed_in, editor, article):
    document = make_document(title="Card not read", slug="card-not-read", summary="The old summary.")
    put_live(document, Publication(by=None, article=article))

    page = said(signed_in(editor).post(at("restore", article, 1), follow=True))

    assert "Restored from version 1. It says the same as version 3." in page


def test_restoring_beside_an_open_draft_is_refused_with_words(signed_in, editor, article):
    make_draft(by=editor, article=article, title="Third")
    client = signed_in(editor)

    answer = client.post(at("restore", article, 1))

    assert answer.status_code == 422
    assert "publish or discard that draft, then restore" in said(answer)
    assert client.post(at("restore", article, 9)).status_code == 404


def test_changing_begins_a_draft_and_finds_it_again(signed_in, editor, article):
    client = signed_in(editor)

    first, second = (client.post(at("change", article)).url for _ in range(2))

    assert first == second == reverse("editing:edit", args=[Draft.objects.get().pk])
    assert client.get(at("change", article)).status_code == 405


def test_new_article_begins_with_the_words_of_another(signed_in, editor, article):
    signed_in(editor).post(at("copy", article))

    draft = Draft.objects.get()
    assert draft.article is None
    assert draft.title == "Card not recognised"


# --- Keeping it true -----------------------------------------------------------------------------------------------


def test_owner_and_deputy_are_set_and_taken_away(signed_in, editor, reviewer, article):
    client = signed_in(editor)

    client.post(at("steward", article), {"owner": editor.pk, "deputy": reviewer.pk, "team": "Card team"})
    page = said(client.get(at("article", article)))
    client.post(at("steward", article), {"owner": "", "deputy": "", "team": ""})

    assert "The editor and Card team, deputy The reviewer" in page
    assert not Ownership.objects.exists()


def test_readers_cannot_be_chosen_to_look_after_an_article(signed_in, editor, reader, article):
    answer = signed_in(editor).post(at("steward", article), {"owner": reader.pk, "team": "Card team"})

    assert answer.status_code == 422
    assert "Card team" in said(answer)


def test_owner_whose_role_changed_is_still_shown(signed_in, editor, other_editor, article):
    ownership.set_owner(article=article, by=editor, owner=other_editor)
    other_editor.role = "READER"
    other_editor.save()

    page = said(signed_in(editor).get(at("article", article)))

    assert f'<option value="{other_editor.pk}" selected>The other editor</option>' in page


def test_only_who_looks_after_it_or_a_reviewer_says_that_it_is_still_right(signed_in, editor, reviewer, article):
    until = (timezone.now() + timedelta(days=90)).date()

    refused = signed_in(editor).post(at("still-right", article), {"until": until.isoformat()})
    done = signed_in(reviewer).post(at("still-right", article), {"until": until.isoformat()})

    assert refused.status_code == 422
    assert "Only the owner of this article, the deputy or a reviewer" in said(refused)
    assert done.status_code == 302
    assert again(article).review_due_on == until
    assert again(article).version == article.version


def test_article_gets_another_address_and_the_old_one_leads_there(client, signed_in, reviewer, article):
    signed_in(reviewer).post(at("rename", article), {"slug": "card-not-recognised"})

    answer = client.get("/articles/card-not-read/")

    assert answer.status_code == 301
    assert answer.url == "/articles/card-not-recognised/"


def done(client, address, **typed):
    """What moves is looked at first."""
    moves = client.post(address, {**typed, "press": "look"}).context["moves"]
    return client.post(address, {**typed, "press": "do", "seen": moves.seen})


def test_article_is_merged_into_another(client, signed_in, reviewer, article):
    kept = make_article(slug="reader-dark")

    answer = done(signed_in(reviewer), at("merge", article), into=kept.label)

    assert answer.status_code == 302
    assert client.get("/articles/card-not-read/").url == "/articles/reader-dark/"


def test_article_is_taken_down_with_a_replacement(client, signed_in, reviewer, article):
    other = make_article(title="Use this instead")

    done(signed_in(reviewer), at("take-down", article), why="Out of date", replacement=str(other.number))

    answer = client.get("/articles/card-not-read/")
    assert answer.status_code == 410
    assert "Use this instead" in said(answer)
    page = said(signed_in(reviewer).get(at("article", article)))
    assert "Withdrawn" in page
    assert "Take it down" not in page


def test_page_says_which_codes_nobody_finds_once_the_article_is_gone(signed_in, reviewer):
    alone = make_article(slug="alone", codes=("ERR5022", "ERR1002"), mentions=())

    client = signed_in(reviewer)
    page = said(client.get(at("article", alone))) + said(client.get(at("take-down", alone)))
    words = "No other article has ERR1002 and ERR5022: without this one their pages lead to no fix"
    assert page.count(words) == 2  # where it is taken down, and where it is withdrawn at a time

    make_article(slug="other", codes=("ERR1002",), mentions=("ERR5022",))
    assert "No other article has" not in said(signed_in(reviewer).get(at("article", alone)))


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("rename", {"slug": "Not An Address"}, "Use small letters, digits and single hyphens"),
        ("rename", {"slug": "card-not-read"}, "it has this one already"),
        ("rename", {"slug": "other-one"}, "Another article has the address"),
        ("merge", {"into": "KB9999"}, "There is no live article KB9999."),
        ("merge", {"into": "OWN"}, "Choose another article"),
        ("take-down", {"why": "", "replacement": "KB7x"}, "Say why the article is taken down."),
        ("take-down", {"why": "Old", "replacement": "OWN"}, "Choose a live article other than this one."),
        ("expiry", {"at": "2020-01-01T09:00"}, "Choose a time that is still to come"),
        ("expiry", {"at": "soon"}, "Enter a day and a time"),
        ("still-right", {"until": "2020-01-01"}, "Choose a day that is still to come."),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_is_kept(signed_in, reviewer, article, name, typed, words):
    make_article(slug="other-one")
    typed = {key: article.label if value == "OWN" else value for key, value in typed.items()}

    answer = signed_in(reviewer).post(at(name, article), typed)

    assert answer.status_code == 422
    page = said(answer)
    assert words in page
    assert page.count("There is a problem") == 1
    html = answer.content.decode()
    summary = html[html.index("nhsuk-error-summary__list") :].split("</ul>")[0]
    boxes = re.findall(r'href="#([^"]+)"', summary)
    assert boxes
    assert all(f'id="{box}"' in html for box in boxes)
    assert all(value in page for value in typed.values())
    assert again(article).version == article.version
    assert not AuditEntry.objects.filter(actor=reviewer).exists()


@pytest.mark.parametrize("name", ["rename", "merge", "take-down", "expiry"])
def test_editors_cannot_do_what_reviewers_do(signed_in, editor, article, name):
    client = signed_in(editor)

    assert client.post(at(name, article), {}).status_code == 404
    assert f"/{name}/" not in said(client.get(at("article", article)))


# --- The end of an article -----------------------------------------------------------------------------------------


def test_page_says_before_it_is_withdrawn(client, signed_in, reviewer, article):
    soon, later = (timezone.now() + timedelta(days=days) for days in (13, 15))

    signed_in(reviewer).post(at("expiry", article), {"at": as_typed(later)})
    before = said(client.get("/articles/card-not-read/"))
    signed_in(reviewer).post(at("expiry", article), {"at": as_typed(soon)})
    near = said(client.get("/articles/card-not-read/"))
    signed_in(reviewer).post(at("expiry", article), {"at": ""})
    after = said(client.get("/articles/card-not-read/"))

    assert "This page will be withdrawn on" not in before
    assert "This page will be withdrawn on" in near
    assert "This page will be withdrawn on" not in after


def test_expired_article_can_be_given_another_end(client, signed_in, reviewer, article):
    Article.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    page = said(signed_in(reviewer).get(at("article", article)))

    assert f'action="{at("expiry", article)}"' in page
    assert f'action="{at("rename", article)}"' not in page
    signed_in(reviewer).post(at("expiry", article), {"at": ""})
    assert client.get("/articles/card-not-read/").status_code == 200


def test_later_of_two_states_stands_as_its_page_beside_what_changed(signed_in, editor, article):
    client = signed_in(editor)
    page = client.get(at("compare", article), {"from": "2", "to": "1"})
    old = article.versions.get(number=1).document

    assert page.context["shown"].title == old["title"]
    assert "Version 1 as the page" in said(page)
    links = [choice.address for choice in page.context["shown"].choices]
    assert links
    assert all(link.startswith("?from=2&to=1&for=") for link in links)
    for link in links:
        assert client.get(at("compare", article) + link).status_code == 200
