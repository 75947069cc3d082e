"""Tell me when it is fixed: confirmed by a link, one mail, and no address is left."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kb.accounts.models import AuditEntry, Throttle
from kb.catalogue.actions import merge_articles
from kb.catalogue.models import Article, Edition
from kb.lib import holders
from kb.notices.actions import add_update, end_notice
from kb.notices.models import Subscriber
from kb.notices.tell_me.actions import forget_over, tell
from kb.outbox.models import Delivery
from tests.make import make_article, make_code, make_notice

SAM = "sam@example.org"
HOUR = timedelta(hours=1)
ASK, SENT = "/tell-me/", "/tell-me/sent/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_goes_out(settings):
    settings.MAILERS = {"default": {"BACKEND": "kb.outbox.backends.Smtp", "OPTIONS": {"host": "mail.example.org"}}}


@pytest.fixture
def outage():
    return make_notice("outage", title="Nobody can sign in")


def ask(client, about="notice:outage", email=SAM, **headers):
    return client.post(ASK, {"about": about, "email": email}, headers=headers)


def link(number=-1) -> str:
    text = list(Delivery.objects.order_by("pk"))[number].content["text"]
    return re.search(r"/link/tell-me/[\w-]+/", text)[0]


def confirmed(client, about="notice:outage", email=SAM) -> Subscriber:
    ask(client, about, email)
    client.post(link(), {"yes": "1"})
    return Subscriber.objects.get(email=email, confirmed_at__isnull=False)


def mails() -> list[tuple[str, str, str]]:
    rows = Delivery.objects.order_by("pk")
    return [(row.to, row.purpose, row.content.get("subject", "")) for row in rows]


# --- Asking --------------------------------------------------------------------------------------------------------


def test_who_asks_gets_a_link_and_nothing_is_promised_yet(client, outage):
    answer = ask(client, email=" Sam@Example.org ")

    assert (answer.status_code, answer["Location"]) == (303, SENT)
    assert mails() == [(SAM, "confirm an address", "Confirm: tell me when it is fixed")]
    assert Subscriber.objects.get().confirmed_at is None
    assert "Open it within 24 hours" in client.get(SENT).content.decode()
    assert not AuditEntry.objects.filter(detail__icontains="sam@").exists()


def test_opening_the_link_changes_nothing_and_the_button_confirms(client, outage):
    ask(client)
    page = client.get(link())
    assert "Yes, tell me" in page.content.decode()
    assert Subscriber.objects.get().confirmed_at is None
    assert page["Cache-Control"] == "private, no-store"

    again = client.post(link(), {"yes": "1"}, follow=True)

    assert "We will tell you when it is fixed" in again.content.decode()
    assert Subscriber.objects.get().confirmed_at


def test_secret_is_kept_as_a_hash(client, outage):
    ask(client)
    secret = link().split("/")[-2]

    assert secret not in str(Subscriber.objects.values())
    assert client.get(f"/link/tell-me/{secret[:-1]}/").status_code == 410


@pytest.mark.parametrize("email", ["", "sam", "sam@", "sam@example.org\nBcc: eve@example.org", "a@b@c"])
def test_what_is_no_address_is_said_and_kept(client, outage, email):
    answer = ask(client, email=email)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert 'value="notice:outage"' in answer.content.decode()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "about",
    ["", "notice:", "notice:nothing", "article:nothing", "code:", "code:the cat sat", "x:y", "code:" + "9" * 200],
)
def test_what_is_not_there_cannot_be_waited_for(client, outage, about):
    assert ask(client, about).status_code == 404
    assert not Subscriber.objects.exists()


def test_another_site_cannot_ask_for_somebody(client, outage):
    assert ask(client, Origin="https://elsewhere.example.org").status_code == 403
    assert not Subscriber.objects.exists()


def test_nobody_finds_out_which_addresses_are_known(client, outage):
    first = ask(client)
    client.post(link(), {"yes": "1"})

    second, stranger = ask(client), ask(client, email="ida@example.org")

    assert {(one.status_code, one["Location"]) for one in (first, second, stranger)} == {(303, SENT)}
    assert [to for to, *_ in mails()] == [SAM, "ida@example.org"]


def test_an_address_gets_three_mails_a_day_at_most(client, outage):
    for _ in range(5):
        assert ask(client)["Location"] == SENT

    sent = Delivery.objects.exclude(to="")
    assert Delivery.objects.count() == 3
    assert sent.count() == 1  # the link before is void, so is its mail
    assert Subscriber.objects.count() == 1
    assert not Throttle.objects.filter(digest__contains="sam").exists()


def test_a_network_cannot_ask_for_many(client, outage):
    answers = [ask(client, email=f"sam{number}@example.org").status_code for number in range(31)]

    assert answers.count(303) == 30
    assert answers[-1] == 429


def test_without_a_mail_server_nobody_is_offered_it(client, outage, settings):
    make_article(slug="a-stub", confidence="STUB", steps=())
    pages = ["/notices/", "/articles/a-stub/", "/codes/ERR9999/"]
    offered = [client.get(page).content.decode().count("Tell me when it is fixed") for page in pages]
    settings.MAILERS = {"default": {"BACKEND": "kb.outbox.backends.Files", "OPTIONS": {}}}
    silent = [client.get(page).content.decode().count("Tell me when it is fixed") for page in pages]

    assert (offered, silent) == ([1, 1, 1], [0, 0, 0])
    assert ask(client).status_code == 404


def test_only_what_is_not_fixed_offers_it(client, outage):
    make_article(slug="with-steps")
    planned = make_notice("soon", kind="PLANNED", starts_at="2040-01-01")
    end_notice(notice=outage, by=None)

    for page in ("/articles/with-steps/", "/notices/", "/codes/hello/"):
        assert "Tell me when it is fixed" not in client.get(page).content.decode()
    assert ask(client, f"notice:{planned.slug}").status_code == 404
    assert ask(client)["Location"] == "/notices/#outage"


# --- Being told ------------------------------------------------------------------------------------------------------


def test_end_of_a_notice_is_told_once_and_the_address_is_gone(client, outage):
    confirmed(client)
    ask(client, email="ida@example.org")  # not confirmed
    now = timezone.now()
    assert tell(now) == 0
    end_notice(notice=outage, by=None)

    assert (tell(timezone.now()), tell(timezone.now())) == (1, 0)

    told = Delivery.objects.get(purpose="it is fixed")
    assert told.to == SAM
    assert "Nobody can sign in" in told.content["subject"]
    assert "http://testserver/notices/#outage" in told.content["text"] or "/notices/#outage" in told.content["text"]
    assert [row.email for row in Subscriber.objects.all()] == ["ida@example.org"]
    assert not Delivery.objects.filter(to=SAM).exclude(purpose="it is fixed").exists()


def test_end_by_time_alone_is_told(client):
    make_notice("outage", ends_at=(timezone.now() + HOUR).isoformat())
    confirmed(client)

    assert (tell(timezone.now()), tell(timezone.now() + HOUR)) == (0, 1)


def test_an_update_is_no_end(client, outage):
    confirmed(client)
    add_update(notice=outage, text="It may work.", state="MONITORING", by=None)

    assert tell(timezone.now()) == 0


def test_fix_of_a_stub_is_told(client):
    stub = make_article(slug="a-stub", confidence="STUB", steps=())
    confirmed(client, "article:a-stub")
    assert tell(timezone.now()) == 0
    Article.objects.filter(pk=stub.pk).update(confidence="UNVERIFIED")

    assert tell(timezone.now()) == 1
    assert "/articles/a-stub/" in Delivery.objects.get(purpose="it is fixed").content["text"]


def test_stub_that_is_merged_into_a_fix_leads_there(client):
    stub = make_article(slug="a-stub", confidence="STUB", steps=())
    confirmed(client, "article:a-stub")
    merge_articles(article=stub, into=make_article(slug="the-fix"), by=None)

    assert tell(timezone.now()) == 1
    assert "/articles/the-fix/" in Delivery.objects.get(purpose="it is fixed").content["text"]


def test_article_for_an_unknown_code_is_told_in_any_spelling(client):
    confirmed(client, "code:err 9999")
    make_code("ERR9999")
    assert tell(timezone.now()) == 0  # known by now, and nothing says what to do
    make_article(slug="stub-of-it", codes=("ERR9999",), confidence="STUB", steps=())
    assert tell(timezone.now()) == 0
    make_article(slug="the-fix", codes=("ERR9999",))

    assert tell(timezone.now()) == 1
    assert "/codes/ERR9999/" in Delivery.objects.get(purpose="it is fixed").content["text"]


# --- Changing one's mind, and time -----------------------------------------------------------------------------------


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_one_click_deletes_the_address_everywhere(client, outage, is_confirmed):
    ask(client)
    address = link()
    if is_confirmed:
        client.post(address, {"yes": "1"})

    answer = client.post(address, {"stop": "1"})

    assert "Your address is deleted" in answer.content.decode()
    assert not Subscriber.objects.exists()
    assert not Delivery.objects.exclude(to="", content={}).exists()
    assert client.get(address).status_code == client.post(address, {"yes": "1"}).status_code == 410


def test_link_is_good_for_a_day_even_where_no_worker_runs(client, outage):
    ask(client)
    Subscriber.objects.update(asked_at=timezone.now() - 24 * HOUR)

    assert client.post(link(), {"yes": "1"}).status_code == 410
    assert forget_over(timezone.now()) == 1
    assert not Delivery.objects.exclude(to="").exists()


def test_no_page_becomes_new_by_it(client, outage):
    edition = Edition.objects.current()
    confirmed(client)
    client.post(link(), {"stop": "1"})

    assert Edition.objects.current() == edition


def test_whoever_looks_for_a_person_finds_and_erases_the_address(client, outage):
    row = confirmed(client)
    (holder,) = [one for one in holders.every() if one.table == "notices.Subscriber"]

    assert holder.about(holders.Person(email=SAM)) == [str(row)]
    holder.blanking.write(row, {"email": ""})
    assert not Subscriber.objects.exists()
