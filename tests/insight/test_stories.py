"""What readers tell of a code that nobody has written down: taken in with care, for editors alone, made a draft."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from kb.accounts.models import AuditEntry
from kb.catalogue.models import Edition
from kb.editing.models import Draft
from kb.insight.models import CodeStory, HourCount
from kb.insight.stories import actions
from kb.insight.stories.actions import StoryRefused, forget_stories, tell
from kb.insight.stories.reading import may_be_told_of, unwritten_codes
from kb.insight.stories.rules import KEPT_FOR, MOST_OF_A_CODE, MOST_OF_A_VISIT, CodeAnswers, Teller
from tests.make import make_code

pytestmark = [pytest.mark.django_db, pytest.mark.either]
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0"
SAID = {"code": "abc-123", "where": "Identity Agent", "doing": "Signing in", "helped": "A restart"}
PAGE = "/edit/insight/codes/"


def story(typed="ABC-123", visit="v", now=NOON, **answers):
    return tell(
        typed=typed, answers=CodeAnswers(**{"where": "Identity Agent", **answers}), teller=Teller(visit), now=now
    )


def send(browser=BROWSER, **said):
    return Client().post("/tell-us/", {**SAID, **said}, HTTP_USER_AGENT=browser)


def test_page_of_an_unknown_code_asks_three_questions(client):
    page = client.get("/codes/ABC-123/").content.decode()

    assert 'action="/tell-us/"' in page
    assert 'name="code" value="ABC-123"' in page
    for question in ("Where do you see it?", "What were you doing?", "What helped, or what else does it say?"):
        assert question in page


def test_page_of_what_is_no_code_asks_nothing(client):
    assert 'action="/tell-us/"' not in client.get("/codes/robin teal/").content.decode()


def test_what_is_told_is_kept_for_editors_and_stands_on_no_page(client, signed_in, editor, desk):
    answer = send()

    assert answer.status_code == 303
    assert client.get(answer["Location"]).status_code == 200
    assert CodeStory.objects.values_list("code", "typed", "where", "doing", "helped").get() == (
        "ABC123",
        "abc-123",
        "Identity Agent",
        "Signing in",
        "A restart",
    )
    for address in ("/codes/abc-123/", "/search/?q=abc-123", "/search/?q=identity+agent+restart"):
        assert "A restart" not in client.get(address).content.decode()
    assert "A restart" in signed_in(editor).get(PAGE).content.decode()
    assert signed_in(desk).get(PAGE).status_code == 404


def test_edition_stays():
    make_code()
    number = Edition.objects.get().number
    send()

    assert CodeStory.objects.exists()
    assert Edition.objects.get().number == number


@pytest.mark.parametrize(
    "wrong",
    [
        {"where": "", "doing": "", "helped": ""},
        {"helped": "passcode 4821 worked"},
        {"where": "patient John Smith"},
        {"doing": "x" * 501},
    ],
)
def test_nothing_is_lost_when_something_is_wrong(wrong):
    page = send(**wrong)

    shown = page.content.decode()
    assert page.status_code == 422
    assert not CodeStory.objects.exists()
    assert "There is a problem" in shown
    assert 'name="code" value="abc-123"' in shown
    for name, text in SAID.items():
        assert wrong.get(name, text) in shown


def test_nothing_is_lost_when_it_cannot_be_stored(monkeypatch):
    def away(**_):
        raise actions.transaction.TransactionManagementError("away")

    monkeypatch.setattr("kb.browse.story.views.tell", away)
    page = send()

    assert page.status_code == 503
    assert "A restart" in page.content.decode()


def test_flood_is_refused_and_nothing_is_lost():
    for number in range(MOST_OF_A_VISIT):
        assert send(code=f"ABC-{number}23").status_code == 303
    page = send(code="ABC-923")

    assert page.status_code == 429
    assert "A restart" in page.content.decode()
    assert CodeStory.objects.count() == MOST_OF_A_VISIT


def test_box_that_people_do_not_see_stores_nothing():
    assert send(website="https://spam.example/").status_code == 303
    assert not CodeStory.objects.exists()


def test_foreign_site_and_what_is_no_code_are_refused():
    assert Client().post("/tell-us/", SAID, HTTP_ORIGIN="https://elsewhere.example").status_code == 403
    for code in ("", "robin teal", "x" * 5_000, "\x00"):
        assert send(code=code).status_code == 404
    assert Client().get("/tell-us/")["Location"] == "/codes/"
    assert not CodeStory.objects.exists()


def test_one_code_takes_in_so_many_and_no_more():
    for number in range(MOST_OF_A_CODE):
        story(visit=f"v{number}")
    with pytest.raises(StoryRefused, match="Enough people"):
        story(visit="w", typed="abc 123")

    assert CodeStory.objects.count() == MOST_OF_A_CODE


@pytest.mark.parametrize(("text", "is_so"), [("ABC-123", True), ("ERR_FOO_BAR", True), ("card", False), ("", False)])
def test_of_which_codes_something_may_be_told(text, is_so):
    assert may_be_told_of(text) is is_so


def test_codes_of_which_somebody_told_come_first(django_assert_num_queries):
    make_code("XYZ-777")
    story(), story(visit="w", where="", helped="A restart"), story(typed="XYZ-777")
    HourCount.objects.create(subject="unknown:QQQ555", hour=NOON, number=7)
    HourCount.objects.create(subject="unknown:ABC123", hour=NOON, number=3)

    with django_assert_num_queries(5):
        found = unwritten_codes(NOON - timedelta(days=1))

    assert [(one.name, one.looked_up, len(one.stories), one.is_written) for one in found] == [
        ("ABC-123", 3, 2, False),
        ("XYZ-777", 0, 1, True),
        ("QQQ555", 7, 0, False),
    ]


def test_one_press_makes_a_draft_of_all_that_was_told(signed_in, editor):
    story(doing="Signing in"), story(visit="w", where="", helped="A restart")
    story(typed="XYZ-777")
    client = signed_in(editor)
    assert 'name="told" value="ABC123"' in client.get(PAGE).content.decode()

    answer = client.post("/edit/new/", {"told": "ABC123"})

    draft = Draft.objects.get()
    content = draft.revisions.get().content
    assert answer["Location"] == f"/edit/drafts/{draft.pk}/"
    assert "ABC-123" in str(content["codes"])
    assert [one["text"] for one in content["symptoms"]] == ["Seen in: Identity Agent", "While: Signing in"]
    assert [one["body"] for one in content["steps"]] == ["A restart"]
    assert [one.typed for one in CodeStory.objects.all()] == ["XYZ-777"]


def test_of_two_who_press_the_second_is_told_and_nothing_is_begun(signed_in, editor):
    client = signed_in(editor)

    assert client.post("/edit/new/", {"told": "ABC123"}).status_code == 404
    assert client.get("/edit/new/?told=ABC123").status_code == 404
    assert not Draft.objects.exists()


def test_editor_discards_what_is_of_no_use(signed_in, editor, desk):
    kept = story()
    address = f"/edit/insight/codes/{kept.pk}/discard/"
    assert signed_in(desk).post(address).status_code == 404

    client = signed_in(editor)
    assert client.post(address)["Location"] == PAGE
    assert client.post(address).status_code == 404
    assert not CodeStory.objects.exists()
    assert AuditEntry.objects.filter(verb="discarded what a reader told of a code", subject="ABC123").exists()


def test_role_is_asked_by_the_action_too(desk):
    kept = story()
    for act in (lambda: actions.discard(story=kept, by=desk), lambda: actions.take_all(code="ABC123", by=desk)):
        with pytest.raises(StoryRefused):
            act()

    assert CodeStory.objects.exists()


def test_it_goes_after_its_time_and_when_its_words_are_erased():
    kept = story(helped="A restart")
    actions.blank(kept, {"helped": ""})
    assert CodeStory.objects.get().helped == ""
    kept.refresh_from_db()
    actions.blank(kept, {"where": ""})
    assert not CodeStory.objects.exists()

    story(visit="w")
    forget_stories(NOON + KEPT_FOR - timedelta(minutes=1))
    assert CodeStory.objects.exists()
    forget_stories(NOON + KEPT_FOR)
    assert not CodeStory.objects.exists()
