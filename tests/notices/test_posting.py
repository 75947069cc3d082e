"""Notices as staff post, update, change and end them, on their pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.catalogue.models import Edition
from kb.notices.actions import publish_notice
from kb.notices.models import AllClear, Notice, NoticeTemplate, NoticeUpdate
from kb.notices.notice_templates.actions import keep_template
from kb.notices.posting import actions
from kb.notices.posting.actions import post_from_template, say
from kb.notices.refusals import AlreadyEnded, AlreadyLive, IssueIsLive, NoticeChanged, NotYourDuty
from kb.transfer import tables
from tests.editing.pages import words
from tests.make import make_article, make_code, make_notice
from tests.prepared import FIXTURES

HOUR = timedelta(hours=1)
LIST = "/edit/notices/"
TYPED = {
    "title": "Cards are not read",
    "severity": "HIGH",
    "summary": "Readers do not see\ncards.",
    "starts_at": "2026-11-22T09:00",
    "codes": "ERR5022, err5022",
}


@pytest.fixture
def first_templates(db) -> None:
    """Those that come with the site. A test that commits has emptied their table, too."""
    if not NoticeTemplate.objects.exists():
        for item in tables.NOTICE_TEMPLATES.read((FIXTURES / "notice-templates.csv").read_text()):
            keep_template(content=item.content, by=None, imported="")


@pytest.fixture
def slow(first_templates) -> NoticeTemplate:
    return NoticeTemplate.objects.get(title="Sign-in is slow")


@pytest.fixture
def posted(desk, slow):
    return post_from_template(
        template=slow, values={"severity": "HIGH", "starts_at": timezone.now() - HOUR}, known="", by=desk
    )


def page_of(notice: Notice, part: str = "") -> str:
    return f"{LIST}{notice.slug}/{part}"


# --- Posting -------------------------------------------------------------------------------------------------------


def test_a_code_is_taken_in_any_spelling_and_one_that_is_none_is_told_with_those_near_it(signed_in, reviewer):
    article = make_article(title="Card not read", codes=("ERR5022",))
    make_code("ERR1002", spellings=("Error 1002",))
    page = signed_in(reviewer)

    wrong = page.post("/edit/notices/new/live/", TYPED | {"codes": "error 1002, ERR5O23", "articles": "card read"})
    page.post("/edit/notices/new/live/", TYPED | {"codes": "error 1002, err-5022", "articles": article.label})

    assert wrong.status_code == 422
    assert "There is no error code “ERR5O23”. Did you mean ERR5022" in words(wrong)
    assert f"There is no live article “card read”. Did you mean {article.label} (Card not read)?" in words(wrong)
    posted = Notice.objects.get()
    assert {code.display for code in posted.codes.all()} == {"ERR1002", "ERR5022"}
    assert list(posted.articles.all()) == [article]


def test_boxes_of_codes_and_articles_are_told_what_may_be_meant(signed_in, desk, client):
    article = make_article(title="Card not read", codes=("ERR5022",))
    page = signed_in(desk)

    def offers(what, text):
        return re.findall(r'data-fill="([^"]*)"', page.get(f"{LIST}suggest/{what}/", {"q": text}).content.decode())

    assert offers("codes", "err 50") == offers("codes", "ERR5O22") == ["ERR5022"]
    assert offers("codes", "e") == offers("codes", "") == offers("articles", "c") == []
    assert offers("articles", "not card") == offers("articles", article.label) == [article.label]
    assert offers("articles", "x" * 5000) == []
    assert page.get(f"{LIST}suggest/people/").status_code == 404
    assert client.get(f"{LIST}suggest/codes/").status_code == 302


def test_what_was_ended_by_a_slip_or_is_back_goes_on_where_it_stood(signed_in, desk, posted, client):
    page = signed_in(desk)
    page.post(page_of(posted, "end/"))
    ended = words(page.get(page_of(posted)))

    again = words(page.post(page_of(posted, "put-back/"), {"text": ""}, follow=True))

    assert "Make it live again" in ended
    assert "It is live again." in again
    assert "It is not over. We are looking into it again." in again
    assert "Sign-in is slow" in words(client.get("/"))
    assert next(update.state for update in NoticeUpdate.objects.order_by("-at", "-pk")) == "INVESTIGATING"
    page.post(page_of(posted, "put-back/"), {"text": "Pressed twice."})
    assert not NoticeUpdate.objects.filter(text="Pressed twice.").exists()


def test_what_is_posted_anew_meanwhile_is_not_there_twice(signed_in, desk, posted, slow):
    page = signed_in(desk)
    page.post(page_of(posted, "end/"))
    post_from_template(template=slow, values={"severity": "HIGH", "starts_at": timezone.now()}, known="", by=desk)

    refused = page.post(page_of(posted, "put-back/"), {"text": "Back."})

    assert refused.status_code == 409
    assert "is posted already: add an update to it instead." in words(refused)
    assert "Back." in refused.content.decode()


def test_a_planned_change_is_not_made_live_again(reviewer):
    over = make_notice("paper", kind="PLANNED", ends_at=timezone.now() - HOUR)

    with pytest.raises(AlreadyEnded):
        actions.put_back(notice=over, text="", by=reviewer)


def test_help_desk_posts_from_a_template_with_nothing_typed(signed_in, desk, slow, client):
    page = signed_in(desk)
    form = page.get(f"/edit/notices/new/template/{slow.pk}/").context["form"]

    answer = page.post(f"/edit/notices/new/template/{slow.pk}/", form.initial, follow=True)

    notice = Notice.objects.get()
    assert answer.redirect_chain == [(page_of(notice), 302)]
    assert (notice.title, notice.short_title, notice.kind) == ("Sign-in is slow", "Sign-in is slow", "LIVE")
    assert [(update.state, update.text) for update in notice.updates.all()] == [
        ("INVESTIGATING", "We are looking into it.")
    ]
    assert "Sign-in is slow" in client.get("/").content.decode()


def test_words_sent_with_a_template_are_not_taken(signed_in, desk, slow):
    form = {"severity": "LOW", "starts_at": "2026-11-22T09:00", "title": "Buy our cards", "summary": "Now", "kind": "X"}

    signed_in(desk).post(f"/edit/notices/new/template/{slow.pk}/", form)

    assert [notice.title for notice in Notice.objects.all()] == ["Sign-in is slow"]


def test_where_no_template_fits_the_desk_is_told_who_can_post_it(signed_in, desk, slow):
    said = words(signed_in(desk).get(LIST))

    assert "Does none of these fit? A reviewer or an administrator can post it in other words" in said


@pytest.mark.parametrize("role", ["desk", "editor", "reader"])
def test_only_reviewers_and_administrators_write_freely(signed_in, request, role):
    page = signed_in(request.getfixturevalue(role))

    for address in ("/edit/notices/new/live/", "/edit/notices/new/planned/", "/edit/notices/templates/"):
        assert page.get(address).status_code == 404
    assert page.post("/edit/notices/new/live/", TYPED).status_code == 404
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("desk", 200), ("reviewer", 200), ("editor", 404), ("reader", 404)])
def test_list_is_for_those_who_may_post(signed_in, request, role, status):
    answer = signed_in(request.getfixturevalue(role)).get(LIST)

    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"


def test_reviewer_posts_in_their_own_words(signed_in, reviewer, err5022):
    signed_in(reviewer).post("/edit/notices/new/live/", TYPED | {"known": "Since an update."})

    notice = Notice.objects.get()
    assert (notice.title, notice.short_title) == ("Cards are not read", "Cards are not read")
    assert notice.summary == "Readers do not see cards."
    assert [code.display for code in notice.codes.all()] == ["ERR5022"]
    assert [update.text for update in notice.updates.all()] == ["Since an update."]
    assert AuditEntry.objects.filter(actor=reviewer, verb="published notice").exists()


def test_what_is_wrong_is_said_at_its_box_and_nothing_typed_is_lost(signed_in, reviewer):
    answer = signed_in(reviewer).post(
        "/edit/notices/new/live/", TYPED | {"codes": "ERR9", "articles": "KB9999", "short_title": "x" * 27}
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no live article “KB9999”. Enter numbers, like KB0018." in text
    assert "Short title must be 26 characters or fewer. You have used 27." in text
    assert "Cards are not read" in text
    assert not Notice.objects.exists()

    answer = signed_in(reviewer).post("/edit/notices/new/live/", TYPED | {"codes": "ERR9"})
    assert "There is no error code “ERR9”." in answer.content.decode()


def test_planned_change_needs_its_beginning_and_has_no_state(signed_in, reviewer):
    page = signed_in(reviewer)
    refused = page.post("/edit/notices/new/planned/", TYPED | {"codes": "", "starts_at": ""})
    page.post("/edit/notices/new/planned/", TYPED | {"codes": "", "starts_at": "2040-01-01T09:00"})

    notice = Notice.objects.get()
    assert "Enter when it begins." in refused.content.decode()
    assert (notice.kind, notice.updates.count()) == ("PLANNED", 0)


def test_time_that_comes_twice_is_asked_about_and_shown_with_which(signed_in, reviewer, client):
    """Clocks go back on 28 October 2040 at 2am."""
    page, typed = signed_in(reviewer), TYPED | {"codes": "", "starts_at": "2040-10-28T01:30"}
    asked = page.post("/edit/notices/new/planned/", typed)

    assert asked.status_code == 422
    assert "so 1:30am comes twice" in asked.content.decode()
    assert 'name="starts_at.which"' in asked.content.decode()
    assert not Notice.objects.exists()
    page.post("/edit/notices/new/planned/", typed | {"starts_at.which": "second"})
    notice = Notice.objects.get()
    assert notice.starts_at == datetime(2040, 10, 28, 1, 30, tzinfo=UTC)
    shown = client.get(notice.get_absolute_url()).content.decode()
    assert "from 28 October 2040 at 1:30am (after the clocks go back)" in shown
    boxes = page.get(f"/edit/notices/{notice.slug}/").content.decode()
    assert '<option value="second" selected>' in boxes


def test_same_trouble_is_posted_once_and_again_when_it_is_back(desk, slow, posted):
    values = {"severity": "HIGH", "starts_at": timezone.now()}
    with pytest.raises(AlreadyLive):
        post_from_template(template=slow, values=values, known="", by=desk)

    actions.end(notice=posted, by=desk)
    again = post_from_template(template=slow, values=values, known="", by=desk)

    assert again.slug != posted.slug
    assert again.slug.startswith("sign-in-is-slow-")


# --- Updating and ending ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "text", "said"),
    [
        ("IDENTIFIED", "", "The cause is found. It is being fixed."),
        ("MONITORING", " A fix is in. ", "A fix is in."),
        ("INVESTIGATING", "", "We are looking into it."),
    ],
)
def test_update_says_how_far_it_is_with_or_without_words(signed_in, desk, posted, client, state, text, said):
    signed_in(desk).post(page_of(posted, "live-update/"), {"state": state, "text": text})

    update = NoticeUpdate.objects.order_by("pk").last()
    assert (update.state, update.text) == (state, said)
    assert Notice.objects.get().state == state
    assert said in client.get("/notices/").content.decode()


def test_update_that_says_fixed_ends_it(signed_in, desk, posted):
    signed_in(desk).post(page_of(posted, "live-update/"), {"state": "RESOLVED", "text": ""})

    posted.refresh_from_db()
    assert posted.has_ended(timezone.now())
    with pytest.raises(AlreadyEnded):
        say(notice=posted, state="MONITORING", text="", by=desk)


def test_update_without_a_state_or_with_an_unknown_one_is_refused(signed_in, desk, posted):
    page = signed_in(desk)

    for state in ("", "DONE"):
        answer = page.post(page_of(posted, "live-update/"), {"state": state, "text": "Better?"})
        assert answer.status_code == 422
        assert "Better?" in answer.content.decode()
    assert posted.updates.count() == 1


def test_one_click_ends_it(signed_in, desk, posted, client):
    signed_in(desk).post(page_of(posted, "end/"))

    posted.refresh_from_db()
    assert posted.has_ended(timezone.now())
    assert "Sign-in is slow" not in client.get("/").content.decode()


def test_planned_change_is_called_off_by_those_who_plan_changes(signed_in, desk, reviewer):
    planned = make_notice("soon", kind="PLANNED", starts_at=(timezone.now() + 24 * HOUR).isoformat())

    assert signed_in(desk).post(page_of(planned, "end/")).status_code == 409
    signed_in(reviewer).post(page_of(planned, "end/"))

    planned.refresh_from_db()
    assert planned.has_ended(timezone.now())
    assert [update.text for update in planned.updates.all()] == ["This will not take place."]


# --- Changing ------------------------------------------------------------------------------------------------------


def test_dates_words_and_what_it_concerns_are_changed_apart(signed_in, reviewer, posted, identity_agent, err5022):
    page = signed_in(reviewer)
    page.post(page_of(posted, "dates/"), {"seen": 1, "starts_at": "2026-11-22T08:00", "ends_at": "2040-01-01T00:00"})
    concerns = {"seen": 2, "services": ["nhs-identity-agent"], "codes": "ERR5022"}
    page.post(page_of(posted, "concerns/"), concerns)
    words = {"seen": 3, "title": "Slow", "severity": "LOW", "summary": "Slow."}
    page.post(page_of(posted, "words/"), words)

    content = Notice.objects.with_parts().get().content
    assert (content.title, content.severity, content.ends_at.year) == ("Slow", "LOW", 2040)
    assert (content.services, content.codes) == (("nhs-identity-agent",), ("ERR5022",))
    assert len(content.updates) == 1


def test_end_before_the_start_is_refused_at_its_box(signed_in, reviewer, posted):
    typed = {"seen": 1, "starts_at": "2026-11-22T08:00", "ends_at": "2026-11-22T07:00"}

    answer = signed_in(reviewer).post(page_of(posted, "dates/"), typed)

    assert answer.status_code == 422
    assert "Enter an end that is later than the start." in answer.content.decode()


def test_who_comes_second_is_told_and_can_save_again(signed_in, reviewer, posted):
    page = signed_in(reviewer)
    page.post(page_of(posted, "words/"), {"seen": 1, "title": "First", "severity": "LOW", "summary": "A."})
    typed = {"seen": 1, "title": "Second", "severity": "LOW", "summary": "B."}

    answer = page.post(page_of(posted, "words/"), typed)
    again = page.post(page_of(posted, "words/"), typed | {"seen": answer.context["forms"]["words"].data["seen"]})

    assert (answer.status_code, again.status_code) == (409, 302)
    assert Notice.objects.get().title == "Second"


def test_what_came_from_a_file_and_was_changed_here_keeps_its_fingerprint(reviewer, content):
    notice = publish_notice(content=content(), by=None, imported=content().fingerprint)

    actions.change(notice=notice, seen=1, by=reviewer, severity="LOW")

    notice.refresh_from_db()
    assert notice.imported != Notice.objects.with_parts().get().content.fingerprint


# --- All-clear -----------------------------------------------------------------------------------------------------


def test_all_clear_is_kept_with_who_and_when_and_refused_while_an_issue_is_live(signed_in, desk):
    edition = Edition.objects.current()
    signed_in(desk).post(f"{LIST}all-clear/")

    assert AllClear.objects.get().by == desk
    assert Edition.objects.current() > edition
    assert AuditEntry.objects.filter(actor=desk, verb="confirmed no live issue").count() == 1

    make_notice("outage", starts_at="2026-01-01T00:00Z")
    answer = signed_in(desk).post(f"{LIST}all-clear/")
    assert answer.status_code == 409
    assert "End it first" in answer.content.decode()
    assert AllClear.objects.count() == 1


# --- Whoever it is, the action asks too ------------------------------------------------------------------------------


def test_actions_ask_who_it_is(desk, editor, slow, posted):
    values = {"title": "x", "severity": "LOW", "summary": "x", "kind": "LIVE", "starts_at": timezone.now()}
    acts = [
        lambda: post_from_template(template=slow, values={}, known="", by=editor),
        lambda: actions.post(values=values, known="", by=desk),
        lambda: say(notice=posted, state="RESOLVED", text="", by=editor),
        lambda: actions.end(notice=posted, by=editor),
        lambda: actions.change(notice=posted, seen=1, by=desk, title="x"),
        lambda: actions.confirm_no_live_issue(by=editor),
    ]

    for act in acts:
        with pytest.raises(NotYourDuty):
            act()


def test_conflicts_have_names(desk, reviewer, posted):
    with pytest.raises(NoticeChanged):
        actions.change(notice=posted, seen=7, by=reviewer, title="x")
    with pytest.raises(IssueIsLive):
        actions.confirm_no_live_issue(by=desk)


# --- The list ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "titles"),
    [("", ["soon", "now", "past"]), ("now", ["now"]), ("planned", ["soon"]), ("ended", ["past"])],
)
def test_list_has_the_newest_first_and_is_narrowed(signed_in, desk, asked, titles):
    make_notice("past", title="past", starts_at="2026-01-01T00:00Z", ends_at="2026-01-02T00:00Z")
    make_notice("now", title="now", starts_at="2026-02-01T00:00Z")
    make_notice("soon", title="soon", kind="PLANNED", starts_at="2040-02-01T00:00Z")

    rows = signed_in(desk).get(LIST, {"which": asked}).context["rows"]

    assert [row.notice.title for row in rows] == titles


def test_list_costs_the_same_with_many(signed_in, desk, django_assert_max_num_queries):
    for number in range(30):
        make_notice(f"notice-{number}", title=f"Notice {number}", starts_at="2026-02-01T00:00Z")
    page = signed_in(desk)

    with django_assert_max_num_queries(10):
        page.get(LIST)


# --- Templates -----------------------------------------------------------------------------------------------------

WORDS = {"title": "Printer", "short_title": "Printer", "kind": "LIVE", "severity": "LOW", "summary": "Down.", "seen": 0}


def test_reviewer_adds_changes_and_removes_a_template(signed_in, reviewer, identity_agent):
    page = signed_in(reviewer)
    page.post("/edit/notices/templates/new/", WORDS | {"services": ["nhs-identity-agent"]})
    added = NoticeTemplate.objects.get(title="Printer")
    assert [service.slug for service in added.services.all()] == ["nhs-identity-agent"]

    page.post(f"/edit/notices/templates/{added.pk}/", WORDS | {"title": "Printers", "seen": 1})
    stale = page.post(f"/edit/notices/templates/{added.pk}/", WORDS | {"seen": 1})
    assert NoticeTemplate.objects.get(pk=added.pk).title == "Printers"
    assert stale.status_code == 409

    page.post(f"/edit/notices/templates/{added.pk}/remove/")
    assert not NoticeTemplate.objects.filter(pk=added.pk).exists()
    verbs = AuditEntry.objects.filter(actor=reviewer, verb__contains="template").order_by("pk")
    assert [entry.verb.split()[0] for entry in verbs] == ["added", "changed", "removed"]


def test_every_template_that_comes_with_the_site_can_be_posted_as_it_is(reviewer, first_templates):
    templates = NoticeTemplate.objects.in_order()

    for template in templates:
        values = {"severity": template.severity, "starts_at": timezone.now() - HOUR}
        post_from_template(template=template, values=values, known="", by=reviewer)

    assert len(templates) == Notice.objects.count() == 5


def test_planned_change_is_not_investigated_or_fixed(signed_in, desk):
    planned = make_notice("soon", kind="PLANNED", starts_at=(timezone.now() + 24 * HOUR).isoformat())
    answer = signed_in(desk).post(page_of(planned, "live-update/"), {"state": "MONITORING", "text": ""})

    assert answer.status_code == 409
    assert "This is a planned change" in answer.content.decode()
    assert not planned.updates.exists()


def test_more_codes_than_a_notice_may_name_are_refused_and_none_is_left_out_unsaid(signed_in, reviewer, posted):
    codes = ", ".join(f"E{number}" for number in range(51))
    answer = signed_in(reviewer).post(page_of(posted, "concerns/"), {"codes": codes, "seen": posted.version})

    assert answer.status_code == 422
    assert "These are 51. Name 50 at most." in answer.content.decode()
