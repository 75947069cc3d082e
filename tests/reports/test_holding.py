"""Screenshots between two views of the form: nothing is lost, nothing is kept longer than an hour."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from PIL import Image

from kb.media import images
from kb.media.models import Blob
from kb.reports import visit
from kb.reports.filing import ReportContent, file_report
from kb.reports.models import HeldFile
from kb.reports.visit import forget_files, held, hold, let_go, new_form
from tests.reports.conftest import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FORM = "a-form-that-nobody-guesses"


def screenshot(name: str = "screen.png") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (4, 3), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "text/html")


def names(form: str = FORM, now=NOON) -> list[str]:
    return [file.name for file in held(form, now)]


def test_name_of_a_form_is_unguessable():
    forms = {new_form() for _ in range(100)}

    assert len(forms) == 100
    assert min(map(len, forms)) >= 43


def test_screenshot_is_kept_repainted_and_found_by_its_form_only():
    file = hold(form=FORM, upload=screenshot(), now=NOON)

    assert held(FORM, NOON) == [file]
    assert held("another", NOON) == held("", NOON) == []
    assert file.content_type == "image/png"  # not what the browser claimed
    with default_storage.open(file.stored) as stored:
        content = stored.read()
    assert (len(content), Image.open(BytesIO(content)).size) == (file.size, (4, 3))


def test_what_is_refused_leaves_nothing_behind():
    with pytest.raises(images.ImageRefused) as refused:
        hold(form=FORM, upload=SimpleUploadedFile("page.png", b"<html>"), now=NOON)

    assert refused.value.name == "page.png"
    assert (HeldFile.objects.count(), Blob.objects.count()) == (0, 0)


def test_sixth_screenshot_is_refused_and_the_others_stay():
    for number in range(5):
        hold(form=FORM, upload=screenshot(f"{number}.png"), now=NOON)

    with pytest.raises(images.ImageRefused, match="up to 5 screenshots"):
        hold(form=FORM, upload=screenshot(), now=NOON)
    hold(form="another", upload=screenshot(), now=NOON)

    assert names() == ["0.png", "1.png", "2.png", "3.png", "4.png"]


def test_all_forms_together_never_fill_the_database(monkeypatch):
    monkeypatch.setattr(visit, "MOST_HELD", 2)
    for form in ("one", "two"):
        hold(form=form, upload=screenshot(), now=NOON)

    with pytest.raises(images.ImageRefused, match="Send your report without it"):
        hold(form=FORM, upload=screenshot(), now=NOON)

    assert hold(form=FORM, upload=screenshot(), now=NOON + HOUR)


def test_person_lets_one_of_their_own_go():
    first, second = (hold(form=FORM, upload=screenshot(name), now=NOON) for name in ("one.png", "two.png"))

    let_go(form="another", key=second.key)
    let_go(form=FORM, key="no-such-key")
    let_go(form=FORM, key=first.key)

    assert names() == ["two.png"]
    assert not default_storage.exists(first.stored)
    assert default_storage.exists(second.stored)


def test_it_is_held_for_an_hour_and_then_forgotten():
    old = hold(form=FORM, upload=screenshot("old.png"), now=NOON)
    hold(form=FORM, upload=screenshot("new.png"), now=NOON + timedelta(minutes=1))

    assert names(now=NOON + HOUR - timedelta(seconds=1)) == ["old.png", "new.png"]
    assert names(now=NOON + HOUR) == ["new.png"]
    assert (forget_files(NOON + HOUR), forget_files(NOON + HOUR)) == (1, 0)

    assert not default_storage.exists(old.stored)
    assert HeldFile.objects.get().name == "new.png"


def test_without_a_worker_old_ones_go_when_new_ones_come():
    for number in range(3):
        hold(form=str(number), upload=screenshot(), now=NOON)

    hold(form=FORM, upload=screenshot(), now=NOON + HOUR)

    assert (HeldFile.objects.count(), Blob.objects.count()) == (1, 1)


def test_what_a_report_took_over_is_not_forgotten():
    file = hold(form=FORM, upload=screenshot(), now=NOON)

    report = file_report(told=ReportContent(text="x", scale="JUST_ME"), files=held(FORM, NOON), now=NOON)

    assert forget_files(NOON + 2 * HOUR) == 0
    assert report.attachments.get().stored == file.stored
    assert default_storage.exists(file.stored)
    assert held(FORM, NOON) == []


def test_file_does_not_stay_when_its_row_cannot_be_written(monkeypatch):
    def break_down(**kwargs):
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(HeldFile.objects, "create", break_down)

    with pytest.raises(DatabaseError):
        hold(form=FORM, upload=screenshot(), now=NOON)

    assert not Blob.objects.exists()


# --- One sender, whatever cookies and forms -----------------------------------------------------------------------

HOSPITAL, ATTACKER = "192.0.2.1", "198.51.100.7"


def hold_many(address: str, number: int, *, before: str = "") -> None:
    for one in range(number):
        hold(form=f"{address} {before}{one // 5}", upload=screenshot(), now=NOON, address=address)


def test_one_sender_cannot_use_up_what_all_may_hold(monkeypatch):
    monkeypatch.setattr(visit, "MOST_OF_SENDER", 10)
    monkeypatch.setattr(visit, "MOST_HELD", 12)
    nurse = hold(form=FORM, upload=screenshot("nurse.png"), now=NOON, address=HOSPITAL)

    hold_many(ATTACKER, 40)

    assert HeldFile.objects.filter(form__startswith=ATTACKER).count() == 10
    assert default_storage.exists(nurse.stored)
    second = hold(form=FORM, upload=screenshot("second.png"), now=NOON, address=HOSPITAL)
    assert held(FORM, NOON) == [nurse, second]


def test_oldest_of_the_same_sender_goes_first_with_its_bytes(monkeypatch):
    monkeypatch.setattr(visit, "MOST_OF_SENDER", 3)
    first, *_ = [hold(form="one", upload=screenshot(), now=NOON, address=ATTACKER) for _ in range(3)]

    hold(form="two", upload=screenshot(), now=NOON + timedelta(seconds=1), address=ATTACKER)

    assert first not in HeldFile.objects.all()
    assert not default_storage.exists(first.stored)
    assert (HeldFile.objects.count(), Blob.objects.count()) == (3, 3)


def test_of_many_senders_the_one_that_holds_most_makes_room(monkeypatch):
    monkeypatch.setattr(visit, "MOST_HELD", 20)
    hold_many(HOSPITAL, 5)
    hold_many(ATTACKER, 15)

    nurse = hold(form=FORM, upload=screenshot(), now=NOON, address="203.0.113.5")

    assert held(FORM, NOON) == [nurse]
    assert HeldFile.objects.filter(form__startswith=HOSPITAL).count() == 5
    assert HeldFile.objects.filter(form__startswith=ATTACKER).count() == 14


def test_where_everybody_holds_a_few_nobody_is_driven_out(monkeypatch):
    monkeypatch.setattr(visit, "MOST_HELD", 10)
    hold_many(HOSPITAL, 5)
    hold_many(ATTACKER, 5)

    with pytest.raises(images.ImageRefused, match="Send your report without it"):
        hold(form=FORM, upload=screenshot(), now=NOON, address="203.0.113.5")


def test_address_is_not_kept_and_cannot_be_guessed_from_what_is(settings):
    file = hold(form=FORM, upload=screenshot(), now=NOON, address=HOSPITAL)
    settings.SECRET_KEY = "another key of another site, long enough to be one"

    assert HOSPITAL not in str(vars(file))
    assert visit.sender_of(HOSPITAL) != file.sender


def test_through_the_form_the_network_address_counts(monkeypatch, client):
    monkeypatch.setattr(visit, "MOST_OF_SENDER", 2)

    for number in range(4):
        client.cookies.clear()
        given = {"text": "It blinks.", "screenshots": screenshot(f"{number}.png")}
        client.post("/report/", given, REMOTE_ADDR=ATTACKER)
    client.post("/report/", {"text": "It blinks.", "screenshots": screenshot("own.png")}, REMOTE_ADDR=HOSPITAL)

    assert list(HeldFile.objects.order_by("pk").values_list("name", flat=True)) == ["2.png", "3.png", "own.png"]
