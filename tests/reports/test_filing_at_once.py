"""One button, pressed several times at the same moment."""

import pytest

from kb.outbox.models import Delivery
from kb.reports.filing import ReportContent, file_report
from kb.reports.models import Report
from kb.reports.suspicion import Origin
from tests.at_once import WORKERS, on_own_connections, shared_database  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("shared_database")


def test_presses_at_the_same_moment_are_one_report(settings):
    settings.SERVICE_DESK_EMAIL = "desk@example.org"
    told = ReportContent(text="It blinks.", scale="JUST_ME", email="sam@example.org")

    references = on_own_connections(
        lambda _: file_report(told=told, origin=Origin(form="a-form")).reference, times=2 * WORKERS
    )

    (stored,) = on_own_connections(
        lambda _: (Report.objects.count(), sorted(Delivery.objects.values_list("purpose", flat=True))),
        times=1,
        workers=1,
    )
    assert len(set(references)) == 1
    assert stored == (1, ["confirmation", "desk"])
