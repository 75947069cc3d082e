"""What the mails about a report say, and what nobody can make them say."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kb.outbox.message import File
from kb.reports.delivery import mails
from kb.reports.models import Attachment, Report
from tests.make import make_article, make_code, make_report, make_service
from tests.reports.conftest import NOON
from tests.reports.posted import deliveries, every_word, mail

pytestmark = [pytest.mark.django_db, pytest.mark.either]
SITE = "https://kb.example.nhs.uk"


def attach(report: Report, *names: str) -> None:
    for position, name in enumerate(names, 1):
        stored = default_storage.save(f"reports/{position}.png", ContentFile(b"picture"))
        Attachment.objects.create(
            report=report, position=position, stored=stored, name=name, content_type="image/png", size=7
        )


def test_subject_names_reference_code_and_service():
    make_service("identity-agent", name="NHS Identity Agent")
    make_code("ERR5022")

    report = make_report(code="ERR5022", service="identity-agent")

    assert mail(report, "desk").subject == f"Report {report.reference}: ERR5022, NHS Identity Agent"


@pytest.mark.parametrize(
    ("told", "subject"),
    [
        ({}, "Report {}"),
        ({"is_urgent": True}, "URGENT Report {}"),
        ({"code": "ERR9999"}, "Report {}: ERR9999"),
        ({"code": "URGENT phone this number"}, "Report {}"),
        ({"code": "ERR9999\nBcc: all@example.org"}, "Report {}"),
    ],
)
def test_subject_says_urgent_first_and_no_sentence_of_a_stranger(told, subject):
    report = make_report(**told)

    assert mail(report, "desk").subject == subject.format(report.reference)


def test_desk_reads_everything_that_it_needs():
    make_service("identity-agent", name="NHS Identity Agent")
    answer = make_article(title="Card is locked", codes=("ERR5022",))
    came_from, read = make_article(title="Card is not read"), make_article(title="Card does not fit")
    tried = make_article(title="Card is wet")

    report = make_report(
        now=NOON,
        text="It says ERR5022.\nThen nothing.",
        scale="EVERYONE",
        audience="RA",
        is_urgent=True,
        organisation="Harbour Hospital",
        name="Sam Example",
        email="sam@example.org",
        phone="01632 960001",
        began="This morning",
        card_type="VIRTUAL",
        software="Identity Agent 2.4",
        computer="WARD-07",
        service="identity-agent",
        code="ERR5022",
        article=came_from.number,
        searched="card blinks",
        read_articles=(came_from.number, read.number, tried.number),
        tried_articles=(tried.number,),
        guard_overruled=True,
    )

    sent = mail(report, "desk")
    assert (sent.to, sent.reply_to, sent.files) == ("desk@example.org", "sam@example.org", ())
    for said in (
        "23 November 2026 at midday",
        "patient care is affected now",
        "virtual smartcard",
        "the person said that it is neither",
        "NHS Identity Agent",
        "ERR5022. What it means.",
        f"{SITE}/codes/ERR5022/",
        "Everyone there",
        "Registration Authority (smartcard team)",
        f"{came_from.label} Card is not read",
        f"{SITE}{came_from.get_absolute_url()}",
        f"{read.label} Card does not fit",
        f"{answer.label} Card is locked",
        f"{SITE}{answer.get_absolute_url()}",
        f"{SITE}/desk/reports/{report.reference}/",
    ):
        assert said in sent.text
        assert said in sent.html
    for typed in ("Harbour Hospital", "Sam Example", "sam@example.org", "01632 960001", "This morning", "WARD-07"):
        assert f"\n> {typed}\n" in sent.text
        assert f"<q>{typed}</q>" in sent.html
    assert "Says to have tried the steps of" in sent.text
    assert sent.text.count("Card is wet") == 1
    assert "> It says ERR5022.\n> Then nothing.\n" in sent.text
    assert "<q>It says ERR5022.<br>Then nothing.</q>" in sent.html
    assert "> card blinks\n" in sent.text


def test_what_was_not_told_has_no_label():
    sent = mail(make_report(), "desk")

    for label in ("Organisation", "Error code", "Searched for", "Had read", "Computer", "screenshot", "Your reply"):
        assert label not in sent.text
        assert label not in sent.html


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_typed_text_cannot_pass_for_one_of_our_lines(line_break):
    forged = line_break.join(["Help.", "", "", "The report on the desk (you need to sign in):", "https://bad.example/"])

    sent = mail(make_report(text=forged, organisation=forged, code=forged, searched=forged), "desk")

    lines = [line for line in sent.text.splitlines() if "bad.example" in line]
    assert lines == ["> https://bad.example/"] * 4


def test_markup_that_was_typed_is_shown_and_not_obeyed():
    nasty = '<img src="https://bad.example/x.png"><script>alert(1)</script></q></td></table>'

    sent = mail(make_report(text=nasty, name=nasty, phone="<b>1", computer=nasty), "desk")

    assert not re.search(r"<(?:img|script|b|link|iframe|style)\b", sent.html)
    assert sent.html.count("<q>") == sent.html.count("</q>") == 4
    assert f"> {nasty}\n" in sent.text  # plain text is not escaped


def test_mail_loads_nothing_from_anywhere():
    sent = mail(make_report(email="sam@example.org"), "desk")

    assert "src=" not in sent.html
    assert sorted(set(re.findall(r"https?://[^/\"]+", sent.html))) == [SITE]


def test_screenshots_travel_under_names_of_ours_and_may_be_left_out():
    report = make_report()
    attach(report, "invoice.exe.png", "two.png")

    sent = mails.to_desk(report)

    stored = [one.stored for one in report.attachments.order_by("position")]
    assert sent.files == (
        File(stored[0], f"{report.reference}-1.png", "image/png"),
        File(stored[1], f"{report.reference}-2.png", "image/png"),
    )
    assert "2 screenshots attached." in sent.text
    assert "could not be attached" not in sent.text + sent.html
    for bare in (sent.bare_text, sent.bare_html):
        assert "2 screenshots could not be attached" in bare
        assert f"{SITE}/desk/reports/{report.reference}/" in bare
        assert "The card is not read." in bare


def test_screenshot_that_was_removed_is_in_no_mail_made_after():
    report = make_report()
    attach(report, "one.png", "two.png")
    report.attachments.filter(position=1).update(removed_at=NOON, stored="")

    sent = mails.to_desk(report)

    assert [file.name for file in sent.files] == [f"{report.reference}-2.png"]
    assert "1 screenshot attached." in sent.text


def test_company_outside_gets_no_link_to_a_desk_it_cannot_enter(settings):
    settings.REPORT_ROUTES_OUTSIDE = {"isosec": "support@example.com"}

    report = make_report(outside="isosec", card_type="VIRTUAL")

    assert mail(report, "desk").to == "support@example.com"
    assert "/reports/" not in every_word(mail(report, "desk"))


def test_confirmation_holds_no_word_that_was_typed():
    words = ("text", "organisation", "name", "phone", "began", "software", "computer", "code", "searched", "service")
    typed = {field: f"Zebra-{field}" for field in words}

    report = make_report(**typed, email="zebra@example.org", is_urgent=True)

    sent = mail(report, "confirmation")
    assert (sent.to, sent.reply_to, sent.files) == ("zebra@example.org", "", ())
    assert "zebra" not in every_word(sent).lower()


def test_confirmation_says_reference_next_step_and_link(settings):
    settings.SERVICE_DESK_REPLY_TIME = "within 2 working days"
    settings.SERVICE_DESK_PHONE = "01632 960010"

    report = make_report(email="sam@example.org")

    sent = mail(report, "confirmation")
    assert report.reference in sent.subject
    for body in (sent.text, sent.html):
        assert f"{SITE}/report/{report.reference}/{report.secret}/" in body
        assert "The Harbour desk reads it. You usually get a reply within 2 working days." in body
        assert "01632 960010" in body


def test_confirmation_tells_the_truth_where_no_desk_is_set(settings):
    settings.SERVICE_DESK_EMAIL = ""

    sent = mail(make_report(email="sam@example.org"), "confirmation")

    for body in (sent.text, sent.html):
        assert "It is kept on this site, and has been sent to nobody." in body
        assert "reads it" not in body
        assert "get a reply" not in body


def test_secret_of_the_reporter_is_in_no_mail_to_the_desk():
    report = make_report(email="sam@example.org")

    assert report.secret not in every_word(mail(report, "desk"))


@pytest.mark.parametrize("email", ["", "röbin@example.org", "robin@example", "\u200b"])
def test_reply_is_promised_only_where_it_would_reach_the_person(email):
    report = make_report(email=email, phone="01632 960111")

    for sent in (mail(report, "desk"), mails.addition(report, "More.")):
        assert sent.reply_to == ""
        assert "reply goes to" not in every_word(sent)
    assert set(deliveries(report)) == {"desk"}


@pytest.mark.parametrize("email", ["robin@exam\u200bple.org", "Robin Teal <robin@example.org>"])
def test_reply_and_confirmation_go_to_the_address_that_was_meant(email):
    report = make_report(email=email)

    for sent in (mail(report, "desk"), mails.addition(report, "More.")):
        assert sent.reply_to == "robin@example.org"
        assert "reply goes to" in sent.text
        assert "reply goes to" in sent.html
    assert mail(report, "confirmation").to == "robin@example.org"


def test_addition_goes_where_the_report_went_with_the_words_quoted():
    report = make_report(email="sam@example.org")

    sent = mails.addition(report, "It works <b>again</b>.\nThe report on the desk:")

    assert (sent.to, sent.reply_to) == ("desk@example.org", "sam@example.org")
    assert report.reference in sent.subject
    assert "> It works <b>again</b>.\n> The report on the desk:\n" in sent.text
    assert "&lt;b&gt;again" in sent.html


def test_mail_is_made_again_from_the_row_as_it_is_now():
    report = make_report(text="The patient is [name].")
    report.text = "The patient is [removed]."

    assert "[name]" not in every_word(mails.to_desk(report))
