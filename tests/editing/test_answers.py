"""The pages of chosen answers: who may do what, what is refused, and what a search comes to."""

import pytest

from kb.accounts.models import AuditEntry
from kb.search.answers.reading import chosen, entries
from kb.search.choices import LeadsTo
from tests.editing.pages import words
from tests.make import make_answer, make_article

pytestmark = pytest.mark.django_db
ALL, NEW, DOWN = "/edit/answers/", "/edit/new-answer/", "/edit/answers/down/"


@pytest.fixture
def down():
    return make_answer("down", "down / outage", LeadsTo.LIVE_ISSUES)


def typed(**changed: str) -> dict[str, str]:
    given = {"slug": "waiting", "phrase": "patient + waiting", "leads_to": "urgent", "which": "", "position": "1"}
    return given | changed


def seen(client, address: str = DOWN) -> str:
    return client.get(address).content.decode().split('name="seen" value="')[1].split('"')[0]


def test_editor_sees_them_and_tries_a_search_and_changes_nothing(signed_in, editor, down):
    client = signed_in(editor)

    assert "down / outage" in words(client.get(ALL))
    assert "“is it dwon” leads to live issues" in words(client.get(ALL, {"text": "is it dwon"}))
    assert "“my printer” says no phrase as a whole" in words(client.get(ALL, {"text": "my printer"}))
    assert "Add an answer" not in words(client.get(ALL))
    assert [client.get(one).status_code for one in (NEW, DOWN)] == [404, 404]
    assert [client.post(one, typed()).status_code for one in (NEW, DOWN, f"{DOWN}remove/")] == [404, 404, 404]
    assert chosen("down") is not None


def test_reviewer_adds_one_that_the_next_search_follows(signed_in, reviewer):
    client = signed_in(reviewer)

    answer = client.post(NEW, typed(), follow=True)

    assert "waiting: saved. The next search follows it." in words(answer)
    assert chosen("patients waiting").slug == "waiting"
    assert AuditEntry.objects.latest("pk").actor == reviewer


def test_reviewer_changes_one_under_its_name(signed_in, reviewer, down):
    client = signed_in(reviewer)
    article = make_article()

    client.post(DOWN, typed(slug="other", phrase="outage", leads_to="article", which=article.slug, seen=seen(client)))

    assert [(one.slug, one.phrase, one.which) for one in entries()] == [("down", "outage", article.slug)]


@pytest.mark.parametrize(
    ("changed", "words_said"),
    [
        ({"phrase": "[down]"}, "Enter at least one part without brackets"),
        ({"phrase": "outage"}, "'down' is said with the same words already (outag): keep one of them."),
        ({"phrase": "ERR5022"}, "Take out 'ERR5022': it is an error code"),
        ({"leads_to": "article", "which": "none"}, "There is no live article 'none'."),
        ({"leads_to": "nowhere"}, "Leads to"),
        ({"slug": "Not A Name"}, "Use small letters"),
        ({"position": "first"}, "Enter a whole number, such as 12."),
        ({"phrase": ""}, "Enter the phrase."),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(signed_in, reviewer, down, changed, words_said):
    answer = signed_in(reviewer).post(NEW, typed(**changed))

    assert answer.status_code == 422
    assert words_said in words(answer)
    assert (changed | {"position": changed.get("position", "1")})["position"] in answer.content.decode()
    assert [one.slug for one in entries()] == ["down"]


def test_what_somebody_changed_meanwhile_is_not_written_over_unseen(signed_in, reviewer, down):
    client = signed_in(reviewer)
    before = seen(client)
    make_answer("down", "down / broken", LeadsTo.LIVE_ISSUES)

    answer = client.post(DOWN, typed(phrase="mine", seen=before))
    gone = client.post(f"{DOWN}remove/", {"seen": before})

    assert (answer.status_code, gone.status_code) == (409, 409)
    assert "Somebody changed this answer since you opened the page." in words(answer)
    assert "mine" in words(answer)
    assert [one.phrase for one in entries()] == ["down / broken"]


def test_new_one_does_not_write_over_one_of_the_same_name(signed_in, reviewer, down):
    assert signed_in(reviewer).post(NEW, typed(slug="down")).status_code == 409
    assert chosen("outage") is not None


def test_reviewer_removes_one_and_no_list_that_a_phrase_names(signed_in, reviewer):
    make_answer("place", "ward", LeadsTo.LIST)
    make_answer("whole", "whole {place}", LeadsTo.LIVE_ISSUES)
    client = signed_in(reviewer)
    place, whole = "/edit/answers/place/", "/edit/answers/whole/"

    refused = client.post(f"{place}remove/", {"seen": seen(client, place)})
    done = client.post(f"{whole}remove/", {"seen": seen(client, whole)}, follow=True)

    assert (refused.status_code, "'place' is named in whole" in words(refused)) == (422, True)
    assert "whole: removed." in words(done)
    assert [one.slug for one in entries()] == ["place"]


def test_one_that_is_not_there_is_not_found(signed_in, reviewer):
    client = signed_in(reviewer)

    assert client.get(DOWN).status_code == 404
    assert client.post(f"{DOWN}remove/").status_code == 404
