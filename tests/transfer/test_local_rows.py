"""What a site says of itself travels too: its two desks, its organisations, its templates, and what was confirmed."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from kb.catalogue.models import Edition
from kb.contacts.actions import confirm, save_contact, save_default
from kb.contacts.document import ContactContent, OrganisationContent
from kb.contacts.models import DefaultContact, LocalContact, Organisation
from kb.contacts.organisations.actions import save_organisation
from kb.contacts.reading import default_contact
from kb.lib.dates import at_midnight, in_london
from kb.notices.models import NoticeTemplate
from kb.notices.notice_templates.actions import keep_template, remove_template, save_template
from kb.transfer import tables
from kb.transfer.actions import bring_in, export_files
from tests.transfer.conftest import refusals
from tests.transfer.test_elsewhere import there_and_back

pytestmark = pytest.mark.django_db

CONTACTS = "kind,organisation,ods_code,name,phone,email,place,hours,out_of_hours_phone"
DESKS = "kind,name,phone,email,place,hours,out_of_hours_phone"
TEMPLATES = "slug,title,short_title,kind,severity,summary,services"
WORDS = {"title": "Cards fail", "short_title": "Cards", "kind": "LIVE", "severity": "LOW", "summary": "=Down, “all”."}


@pytest.fixture
def local(files):
    """The small folder with a file of each."""
    files.write("desks.csv", f"{DESKS},confirmed\nIT,Help desk,01632 960100,,,Mon-Fri 08:00-18:00,,2026-03-01\n")
    files.write(
        "notice-templates.csv",
        f"{TEMPLATES}\nslow,Sign-in is slow,Slow,live,medium,Wait for it.,identity-agent\n"
        "maintenance,Maintenance,Maintenance,planned,low,Sign in before.,\n",
    )
    files.write("contacts.csv", f"{CONTACTS},confirmed\nIT,Harbour,,IT desk,01632 960001,,,,,2026-03-01\n")
    return files


def template(**changes) -> dict:
    return {**WORDS, "services": [], **changes}


def test_desks_organisations_templates_and_what_was_confirmed_go_there_and_back(local, reviewer, tmp_path):
    local.bring_in()
    save_organisation(content=OrganisationContent(code="A81001", name="Quay Surgery"), by=None)
    ra = ContactContent(kind="RA", name="Smartcard team", phone="01632 960200", hours="24 hours")
    save_default(content=ra, since=default_contact("RA").fingerprint, by=reviewer)
    save_template(template=None, seen=0, values=template(services=["identity-agent"]), by=reviewer)
    save_template(template=None, seen=0, values=template(), by=reviewer)
    remove_template(template=NoticeTemplate.objects.get(slug="slow"), by=reviewer)
    save_contact(content=ContactContent(kind="RA", organisation="Harbour", place="Ward 2"), by=None)
    there_and_back(tmp_path)

    assert [(row.kind, row.phone, row.hours) for row in DefaultContact.objects.order_by("kind")] == [
        ("IT", "01632 960100", "Mon-Fri 08:00-18:00"),
        ("RA", "01632 960200", "24 hours"),
    ]
    assert [row.code for row in Organisation.objects.all()] == ["A81001"]
    assert [row.slug for row in NoticeTemplate.objects.in_order()] == ["maintenance", "cards-fail", "cards-fail-2"]
    assert [one.slug for one in NoticeTemplate.objects.get(slug="cards-fail").services.all()] == ["identity-agent"]
    sure = {row.kind: row.confirmed_at for row in LocalContact.objects.all()}
    assert sure == {"IT": at_midnight(date(2026, 3, 1)), "RA": None}
    today = in_london(timezone.now()).date()
    assert [in_london(row.confirmed_at).date() for row in DefaultContact.objects.order_by("kind")] == [
        date(2026, 3, 1),
        today,
    ]


def test_files_of_before_are_read_and_take_nothing_away(local):
    local.bring_in()
    for name in ("desks.csv", "notice-templates.csv"):
        (local.root / name).unlink()
    local.write("contacts.csv", f"{CONTACTS}\nIT,Harbour,,IT desk,01632 960001,,,,\n")

    assert local.bring_in().did_nothing
    assert LocalContact.objects.get().confirmed_at
    assert (DefaultContact.objects.count(), NoticeTemplate.objects.count()) == (1, 2)


def test_what_was_changed_here_stays_and_is_named(local, reviewer):
    local.bring_in()
    mine = ContactContent(kind="IT", name="Our desk", phone="01632 960300")
    save_default(content=mine, since=default_contact("IT").fingerprint, by=reviewer)
    row = NoticeTemplate.objects.get(slug="slow")
    save_template(template=row, seen=row.version, values=template(), by=reviewer)
    local.edit("desks.csv", "960100", "960101")
    local.edit("notice-templates.csv", "Wait for it.", "Wait.")

    assert refusals(local) == [
        "desks.csv: the desk “Our desk” was changed here",
        "notice-templates.csv: the notice template “Cards fail” was changed here",
    ]
    local.bring_in(replace=True)
    assert DefaultContact.objects.get().phone == "01632 960101"
    assert NoticeTemplate.objects.get(slug="slow").summary == "Wait."


def test_later_day_is_taken_and_an_earlier_one_takes_nothing_back(local, reviewer):
    local.bring_in()
    contact = LocalContact.objects.get()
    local.edit("contacts.csv", "2026-03-01", "04/05/2026")  # as a spreadsheet saves it

    assert local.bring_in().changed == {"contact": 1}
    contact.refresh_from_db()
    assert (contact.confirmed_at, contact.confirmed_by) == (at_midnight(date(2026, 5, 4)), None)

    confirm(contact=contact, since=contact.content.fingerprint, by=reviewer)
    assert local.bring_in().did_nothing
    contact.refresh_from_db()
    assert contact.confirmed_by == reviewer


def test_template_raises_no_edition_and_a_desk_does(local):
    local.bring_in()
    before = Edition.objects.current()
    local.edit("notice-templates.csv", "Wait for it.", "Wait.")
    template_row = NoticeTemplate.objects.get(slug="slow")
    item = tables.NOTICE_TEMPLATES.read(local.text("notice-templates.csv"))[0]
    keep_template(content=item.content, by=None, imported="")
    template_row.refresh_from_db()
    assert (template_row.summary, template_row.version, Edition.objects.current()) == ("Wait.", 2, before)

    local.edit("desks.csv", "960100", "960101")
    local.bring_in()
    assert Edition.objects.current() != before


def test_row_taken_out_of_its_file_is_asked_about(local):
    local.bring_in()
    local.write("desks.csv", f"{DESKS}\n")
    local.write("notice-templates.csv", f"{TEMPLATES}\n")

    assert [one.key.partition(":")[0] for one in local.bring_in().gone] == [
        "desk",
        "notice template",
        "notice template",
    ]
    bring_in(root=local.root, by=None, remove_gone=True)
    assert not DefaultContact.objects.exists()
    assert not NoticeTemplate.objects.exists()


def test_what_is_wrong_is_named_by_its_line(local):
    tomorrow = in_london(timezone.now() + timedelta(days=1)).date()
    local.write("contacts.csv", f"{CONTACTS},confirmed\nIT,Quay,,,01632 960001,,,,,{tomorrow}\nIT,Bay,,,,,,,,soon\n")
    local.edit("desks.csv", "01632 960100", "12")
    local.edit("notice-templates.csv", "identity-agent", "fax")
    local.edit("notice-templates.csv", ",Maintenance,planned", ",,planned")

    assert local.problems() == [
        "contacts.csv, line 2: Enter a day that is not still to come.",
        "contacts.csv, line 3: 'soon' is not a day such as 2026-11-22. It says when the contact was confirmed last.",
        "desks.csv, line 2: '12' is not a phone number.",
        "notice-templates.csv, line 2: There is no service 'fax'. Add it, or mend the name.",
        "notice-templates.csv, line 3: Enter a short title for one line on a phone.",
    ]


@pytest.mark.parametrize("has_content", [False, True])
def test_migration_names_templates_and_leaves_those_of_a_site_with_content(files, has_content):
    if has_content:
        files.bring_in()
    for n, title in enumerate(["Spine is down", "Printer: off", "Printer, off", "–"], 1):
        NoticeTemplate.objects.create(slug=f"old-{n}", title=title, short_title="x", summary="x", position=n)
    import_module("kb.notices.migrations.0007_names_of_templates").name(apps, None)

    slugs = [row.slug for row in NoticeTemplate.objects.in_order()]
    assert slugs == [*(["spine-is-down"] if has_content else []), "printer-off", "printer-off-2", "template"]


def test_day_of_a_confirmation_is_that_of_london(local):
    local.bring_in()
    LocalContact.objects.update(confirmed_at=datetime.fromisoformat("2026-07-01T23:30:00+00:00"))
    assert export_files()["contacts.csv"].decode().endswith(",2026-07-02\n")
