"""An error on the form says what to do, and keeps everything that was typed."""

import pytest

from kb.reports.models import Report
from tests.make import make_article
from tests.reports.person import TYPED, Person, fields

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def person(client) -> Person:
    person = Person(client)
    person.opens()
    return person


def test_empty_form_says_what_is_asked_and_stores_nothing(person):
    person.presses()

    assert person.page.title.startswith("Error: Report an issue")
    for said in (
        "Enter what went wrong: paste the message or describe it.",
        "Select who is affected.",
        "Enter your name.",
        "Enter an email address or a phone number, so that the desk can answer you.",
    ):
        assert person.page.main.count(said) == 2  # in the summary, and beside the box
    assert not Report.objects.exists()


def test_links_of_the_error_summary_lead_to_boxes_that_are_there(person):
    person.presses()

    targets = [link[1:] for link in person.page.links if link.startswith("#id_")]
    assert len(targets) == 4
    assert set(targets) <= set(person.page.ids)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "not an address"}, "Enter an email address in the correct format"),
        ({"email": "rösa@example.org"}, "Mail cannot reach an address with “ö” before the @ sign."),
        ({"email": "rosa@example.org, sam@example.org"}, "Enter one email address only."),
        ({"phone": "ring me"}, "Enter a phone number, like 01632 960 001"),
        ({"text": "x" * 10_001}, "must be 10000 characters or fewer. You have used 10001."),
        ({"name": ""}, "Enter your name."),
        ({"scale": ""}, "Select who is affected."),
        ({"began": "x" * 201}, "You have used 201."),
    ],
)
def test_error_keeps_everything_that_was_typed(person, wrong, said):
    typed = TYPED | wrong

    person.presses(**typed)

    assert said in person.page.main
    assert person.still_has({name: value for name, value in typed.items() if value})
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Rosa Field <rosa@example.org>", "rosa@example.org"),
        ("ro\u200bsa@exam\xadple.org\xa0", "rosa@example.org"),
        ("rosa@exämple.org", "rosa@xn--exmple-cua.org"),
    ],
)
def test_address_that_was_meant_is_kept(person, typed, kept):
    assert person.sends(email=typed).status_code == 303

    assert Report.objects.get().email == kept


@pytest.mark.parametrize("nothing", ["\u200b", "\xad \u2060", "\xa0", "\u3164"])
@pytest.mark.parametrize(
    ("name", "said"),
    [("text", "Enter what went wrong: paste the message or describe it."), ("name", "Enter your name.")],
)
def test_what_cannot_be_seen_is_no_answer(person, name, said, nothing):
    person.presses(**(TYPED | {name: nothing}))

    assert person.page.main.count(said) == 2
    assert not Report.objects.exists()


def test_what_cannot_be_seen_is_kept_in_no_box(person):
    boxes = ("organisation", "phone", "code", "began", "software", "computer")

    assert person.sends(**dict.fromkeys(boxes, "\u200b\xad")).status_code == 303

    report = Report.objects.get()
    assert [report.organisation, report.phone, report.typed_code, report.began, report.software] == [""] * 5
    assert report.computer == ""


def test_what_cannot_be_seen_is_no_way_to_reply(person):
    person.presses(**(TYPED | {"email": "\u200b", "phone": "\u200b"}))

    assert "Enter an email address or a phone number" in person.page.main


def test_error_in_the_folded_part_opens_it(person):
    person.presses(**(TYPED | {"began": "x" * 201}))

    (folded,) = [e for e in person.page.all("details") if "Add more detail" in e.text]
    assert "open" in folded.attributes


@pytest.mark.parametrize("way", [{"email": ""}, {"phone": ""}])
def test_one_way_to_reply_is_enough(person, way):
    assert person.sends(**way).status_code == 303


def test_what_came_along_and_what_was_ticked_survive_an_error(person):
    tried, read = make_article(title="Tried"), make_article(title="Read")
    person.opens(f"?article={tried.number}&read={read.number}&q=no+light")

    person.presses(tried=[str(read.number), "search"], text="x")

    assert fields(person.answer)["tried"] == [str(read.number), "search"]
    assert fields(person.answer)["article"] == str(tried.number)
    assert fields(person.answer)["read"] == str(read.number)
    assert fields(person.answer)["searched"] == "no light"


def test_codes_found_in_the_text_stand_below_it(person):
    make_article(codes=("ERR5022",))

    person.presses(text="It says err 5022 and ERR9999.")

    assert "We found in your text:" in person.page.main
    assert "/codes/ERR5022/" in person.page.links
    assert "ERR9999" in person.page.texts("span")
