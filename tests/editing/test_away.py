"""Being away: which days may be said, on the account page, in the audit trail."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kb.accounts import actions, rules
from kb.accounts.models import AuditEntry, User
from kb.lib.dates import in_london

TODAY = date(2026, 11, 25)
AWAY = "/account/away/"


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2026, 11, 24), "still to come"),
        (TODAY, "still to come"),
        (date(2026, 11, 26), ""),
        (date(2027, 11, 25), ""),
        (date(2027, 11, 26), "within a year"),
    ],
)
def test_day_is_to_come_and_within_a_year(until, said):
    problem = rules.absence_problem(until, TODAY)

    assert said in problem
    assert bool(problem) == bool(said)


def test_last_day_still_counts_and_the_next_one_does_not():
    person = User(away_until=TODAY)

    assert person.is_away(TODAY)
    assert not person.is_away(TODAY + timedelta(days=1))
    assert not User().is_away(TODAY)


def test_action_refuses_what_the_form_refuses_and_notes_a_change_once(writer):
    with pytest.raises(actions.NotADayToBeAway, match="still to come"):
        actions.set_away(by=writer, until=TODAY, today=TODAY)
    for _ in range(2):
        actions.set_away(by=writer, until=date(2026, 12, 4), today=TODAY)

    [entry] = AuditEntry.objects.filter(verb="said until when they are away")
    assert (entry.actor, entry.detail) == (writer, {"from": None, "until": "2026-12-04"})


def test_person_says_it_on_their_account_page_and_comes_back(client, writer):
    client.force_login(writer)
    until = in_london(timezone.now()).date() + timedelta(days=9)

    refused = client.post(AWAY, {"until": "2020-01-01"})
    gone = client.post(AWAY, {"until": until.isoformat()}, follow=True)
    here = client.post(AWAY, {"back": "on", "until": ""}, follow=True)

    assert refused.status_code == 422
    assert "Choose a day that is still to come." in refused.content.decode()
    page = gone.content.decode()
    # The Enter key in the box presses the first button of its form, which must not be that one.
    assert page.index("I am back") < page.index("</form>", page.index("I am back")) < page.index('name="until"')
    assert f'value="{until.isoformat()}"' in page
    assert "I am back" not in here.content.decode()
    writer.refresh_from_db()
    assert writer.away_until is None


def test_who_has_no_articles_to_review_has_nothing_to_say(client, reader):
    client.force_login(reader)

    assert AWAY not in client.get("/account/").content.decode()
    assert client.post(AWAY, {"until": "2026-12-04"}).status_code == 404
