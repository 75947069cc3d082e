"""What was removed from a report goes out no more."""

import pytest
from django.utils import timezone

from kb.outbox.message import Mail
from kb.outbox.models import Delivery
from kb.outbox.settling import settled
from kb.reports.delivery.digest import send_digest
from kb.reports.delivery.rewriting import make_again
from kb.reports.models import Report
from tests.make import make_report
from tests.reports.conftest import NOON
from tests.reports.posted import deliveries, every_word, mail

pytestmark = pytest.mark.django_db
WHY = ("It was sent less than 3 seconds after the form was opened.",)


def blank(report: Report) -> None:
    report.text = "[removed]"
    report.save(update_fields=["text"])


def test_mail_that_waits_says_what_the_row_says_now():
    report, other = make_report(text="A patient.\nTheir number.", email="sam@example.org"), make_report(text="Zebra.")
    confirmation, of_other = mail(report, "confirmation"), mail(other, "desk")
    blank(report)

    assert make_again(report=report) == 1

    assert "patient." not in every_word(mail(report, "desk"))
    assert "[removed]" in mail(report, "desk").text
    assert (mail(report, "confirmation"), mail(other, "desk")) == (confirmation, of_other)


def test_digest_that_waits_is_made_again_with_the_others_in_it():
    report = make_report(text="A patient.", suspicions=WHY, now=NOON)
    make_report(text="Zebra.", suspicions=WHY, now=NOON)
    send_digest(NOON)
    report.refresh_from_db()
    blank(report)

    assert make_again(report=report) == 1

    digest = Mail.from_dict(Delivery.objects.get(purpose="digest").content)
    assert "A patient." not in every_word(digest)
    assert digest.subject == "2 reports to be checked"
    assert digest.text.index("[removed]") < digest.text.index("Zebra.")


@pytest.mark.parametrize(("state", "made"), [("SENT", 0), ("DROPPED", 0), ("FAILED", 1)])
def test_what_was_given_up_is_made_again_since_a_person_may_replay_it(state, made):
    report = make_report(text="A patient.")
    Delivery.objects.update(**settled(Delivery.State(state), timezone.now()))
    blank(report)

    assert make_again(report=report) == made

    assert "A patient." not in str(deliveries(report)["desk"].content)
