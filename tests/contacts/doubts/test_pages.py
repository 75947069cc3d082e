"""“Wrong number? Tell us”: what a reader can say, whom it reaches, and what ends it."""

import pytest
from django.urls import reverse

from kb.accounts.models import AuditEntry
from kb.catalogue.contents import StepContent
from kb.contacts.actions import save_contact
from kb.contacts.doubts.actions import MOST_OF_ONE_CONTACT, MOST_OF_ONE_SENDER
from kb.contacts.models import LocalContact, NumberDoubt
from kb.outbox.models import Delivery
from tests.editing.pages import words
from tests.make import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.either]
AT, ALL, IT = "/wrong-number/it/", "/edit/contacts/", "/edit/contacts/of-this-site/it/"
SAID = {"words": "It rings nowhere. Try 01632 960446", "page": "/articles/x/"}


@pytest.fixture(autouse=True)
def _desks(settings):
    settings.IT_DESK = settings.IT_DESK | {"phone": "01632 960001", "out_of_hours_phone": "bleep 12 34"}
    settings.RA_DESK = {}


@pytest.fixture
def keeper(signed_in, reviewer):
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    return signed_in(reviewer)


def seen(client, address):
    return client.get(address).content.decode().split('name="seen" value="')[1].split('"')[0]


def test_article_asks_everybody_small_beside_the_number(client):
    address = make_article().get_absolute_url()

    page = client.get(address).content.decode()

    assert f'href="/wrong-number/it/?page={address.replace("/", "%2F")}"' in page
    assert "/edit/contacts/" not in page


def test_whoever_keeps_contacts_can_change_a_number_where_a_step_shows_it(client, keeper):
    """They saw it wrong in a step, some screens above the card of the desk."""
    step = StepContent("USER", title="Ask your IT support", body="Tell them the code.")
    address = make_article(steps=(step,)).get_absolute_url()

    steps = keeper.get(address).content.decode().partition("Ask your IT support")[2].partition('class="kb-contacts"')[0]

    assert f'href="{IT}?back={address.replace("/", "%2F")}"' in steps
    assert "/edit/contacts/" not in client.get(address).content.decode()


def test_what_is_said_reaches_those_who_keep_contacts_by_list_and_by_mail(client, keeper):
    asked = client.get(AT, {"page": "/articles/x/"})
    assert "01632 960001, bleep 12 34" in words(asked)
    assert 'value="/articles/x/"' in asked.content.decode()
    assert "csrfmiddlewaretoken" not in asked.content.decode()

    answer = client.post(AT, SAID)

    assert answer.status_code == 303
    thanks = client.get(answer["Location"])
    assert "Thank you" in words(thanks)
    assert 'href="/articles/x/"' in thanks.content.decode()
    assert "“It rings nowhere. Try 01632 960446”" in words(keeper.get(ALL))
    assert "“It rings nowhere. Try 01632 960446”" in words(keeper.get(IT))
    delivery = Delivery.objects.get()
    assert delivery.to == "reviewer@example.org"
    assert "> It rings nowhere." in delivery.content["text"]


def test_whoever_said_last_that_it_is_right_is_told_alone(client, keeper, content, reviewer, editor):
    row = save_contact(content=content(), by=None)
    editor.role, editor.email = "ADMINISTRATOR", "admin@example.org"
    editor.save()
    LocalContact.objects.update(confirmed_by=reviewer)

    client.post(f"/wrong-number/{row.pk}/", SAID)

    assert [one.to for one in Delivery.objects.all()] == ["reviewer@example.org"]


@pytest.mark.parametrize("way", ["save", "still right", "done"])
def test_saving_the_contact_or_one_click_ends_it(client, keeper, way):
    client.post(AT, SAID)
    state = {"seen": seen(keeper, IT)}

    if way == "save":
        keeper.post(IT, state | {"phone": "01632 960446"})
    elif way == "still right":
        keeper.post(f"{IT}still-right/", state)
    else:
        keeper.post(reverse("contacts:doubt-done", args=[NumberDoubt.objects.get().pk]))
        assert AuditEntry.objects.latest("pk").verb == "settled a wrong number"

    assert not NumberDoubt.objects.open().exists()
    assert "Readers say" not in words(keeper.get(ALL))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Say what is wrong."),
        ("x" * 301, "300 characters"),
        ("patient John Smith 943 476 5919 cannot ring", "Take out what may be about a patient, or a passcode"),
    ],
)
def test_what_is_not_taken_is_said_and_kept_in_the_page(client, typed, told):
    answer = client.post(AT, SAID | {"words": typed})

    assert answer.status_code == 422
    assert told in words(answer)
    assert typed in words(answer)
    assert not NumberDoubt.objects.exists()


def test_one_sender_and_all_together_are_held_back_without_losing_what_was_typed(client, keeper, content):
    for _ in range(MOST_OF_ONE_SENDER):
        client.post(AT, SAID)
    answer = client.post(AT, SAID)
    assert (answer.status_code, "Retry-After" in answer) == (429, True)
    assert "It rings nowhere." in words(answer)
    for number in range(MOST_OF_ONE_CONTACT):
        client.post(AT, SAID, REMOTE_ADDR=f"192.0.2.{number + 1}")
    assert NumberDoubt.objects.count() == MOST_OF_ONE_CONTACT
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x"])
def test_page_of_another_site_is_led_back_to_by_nobody(client, page):
    assert "elsewhere" not in client.get(AT, {"page": page}).content.decode()
    client.post(AT, SAID | {"page": page})
    assert NumberDoubt.objects.get().page == ""


@pytest.mark.parametrize("which", ["ra", "IT", "nobody", "99", "9" * 30])
def test_contact_that_is_not_known_has_no_wrong_number(client, which):
    assert client.get(f"/wrong-number/{which}/").status_code == 404
    assert client.post(f"/wrong-number/{which}/", SAID).status_code == 404


def test_form_of_another_site_is_refused_and_nobody_keeps_the_page(client):
    assert client.post(AT, SAID, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert "no-store" in client.get(AT)["Cache-Control"]


# --- For whoever may change it ---------------------------------------------------------------------------------------


def test_keeper_changes_the_number_from_the_article_and_is_back_on_it(client, keeper):
    address = make_article().get_absolute_url()
    link = f"/edit/contacts/of-this-site/it/?back={address.replace('/', '%2F')}"
    page = keeper.get(address).content.decode()
    assert link in page
    assert "/wrong-number/" not in page

    form = keeper.get(link)
    assert f'value="{address}"' in form.content.decode()
    answer = keeper.post(IT, {"seen": seen(keeper, link), "back": address, "phone": "01632 960446"})

    assert answer["Location"] == address
    assert "01632 960446" in keeper.get(address).content.decode()
    assert "01632 960446" in client.get(address).content.decode()


def test_editor_who_keeps_no_contacts_tells_like_everybody(signed_in, editor):
    page = signed_in(editor).get(make_article().get_absolute_url()).content.decode()

    assert "/wrong-number/it/" in page
    assert "/edit/contacts/" not in page


def test_nobody_is_led_to_another_site_after_saving(keeper):
    answer = keeper.post(IT, {"seen": seen(keeper, IT), "back": "//elsewhere.example/", "phone": "01632 960446"})

    assert answer["Location"] == ALL
