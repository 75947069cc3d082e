"""The pages on which an administrator erases for good."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kb.accounts.actions import add_person
from kb.accounts.audit import record_alone
from kb.accounts.models import AuditEntry
from kb.accounts.roles import Role
from kb.browse.public import kept_pages
from kb.catalogue.actions import Publication, erase_again, erase_words, put_live
from kb.catalogue.erasure_file import read_lines
from kb.catalogue.models import Article, Erasure
from kb.lib import dates, places
from kb.outbox.models import Delivery
from kb.outbox.settling import settled
from tests.make import make_article, make_delivery, make_document, make_draft, make_report

pytestmark = pytest.mark.django_db
ERASE, NOW = reverse("operate:erase"), reverse("operate:erase-now")
SECRET, WHY = "Zebrafish Quartz", "A patient was named"
SENT = {"words": "zebrafish  QUARTZ", "image": "", "reason": WHY}


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.ERASURES_FILE


@pytest.fixture
def administrator(db):
    return add_person(username="ada", name="Ada Walrus", role=Role.ADMINISTRATOR, password="violet ferry 27")


@pytest.fixture
def client(administrator):
    client = Client()
    client.force_login(administrator)
    return client


def text_of(answer) -> str:
    main = answer.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def visitors() -> dict[str, Client]:
    """Everybody: nobody in particular, and one of each role."""
    found = {"anonymous": Client()}
    for role in Role:
        found[role] = Client()
        person = add_person(username=f"{role}-1".lower(), name="A visitor", role=role, password="violet ferry 27")
        found[role].force_login(person)
    return found


def test_only_administrators_come_here_and_see_a_way(client):
    make_article(background=SECRET)
    erased = client.post(NOW, SENT).url
    asked = [("get", ERASE), ("post", ERASE), ("post", NOW), ("get", erased), ("get", "/erase/999/")]
    refused = {"anonymous": {302, 403}} | {role: {404} for role in Role if role != Role.ADMINISTRATOR}

    for visitor, other in visitors().items():
        if visitor == Role.ADMINISTRATOR:
            assert [getattr(other, how)(address).status_code for how, address in asked] == [200, 422, 422, 200, 404]
            continue
        answers = [getattr(other, how)(address, SENT if how == "post" else {}) for how, address in asked]
        assert {answer.status_code for answer in answers} == refused[visitor], visitor
        assert all(answer.url.startswith("/sign-in/") for answer in answers if answer.status_code == 302)
        # A form that somebody signed out sent holds what they sent, and nothing of ours.
        ours = [answer for answer in answers if answer.status_code != 403]
        assert not any(WHY in answer.content.decode() for answer in ours)
    assert Erasure.objects.count() == 1


PAGES_OF_STAFF = ("/", "/account/", "/edit/", "/edit/audit/", "/desk/reports/", "/articles/a-card/", "/sitemap.xml")


def test_nobody_else_sees_a_link_to_it():
    make_article(slug="a-card")
    seen = {
        visitor: [page for page in PAGES_OF_STAFF if 'href="/erase/' in other.get(page).content.decode()]
        for visitor, other in visitors().items()
    }

    assert seen.pop(Role.ADMINISTRATOR) == ["/account/"]
    assert set(seen) == {"anonymous", *Role} - {Role.ADMINISTRATOR}
    assert not any(seen.values())


def test_account_of_an_administrator_leads_here(client):
    assert f'href="{ERASE}"' in client.get("/account/").content.decode()


def test_each_place_is_named_before_anything_is_done(client, editor):
    article = make_article(title="A card", background=SECRET)
    make_draft(by=editor, article=article, summary=f"Ask {SECRET}.")
    make_report(text=f"I am {SECRET}.")

    answer = client.post(ERASE, SENT)

    text = text_of(answer)
    assert f"Version 1 of {article.label} A card, good to know" in text
    assert "A saved state of a draft" in text
    assert "A report" in text
    assert "will stand there, in " in text
    assert Article.objects.get().background == SECRET
    assert not Erasure.objects.exists()
    assert answer["Cache-Control"] == "private, no-store"


def test_it_is_done_and_the_next_page_does_not_repeat_it(client, caplog):
    make_article(title="A card", background=SECRET)

    answer = client.post(NOW, SENT, follow=True)

    assert [status for _, status in answer.redirect_chain] == [303]
    assert "Words: erased for good" in text_of(answer)
    assert "good to know" in text_of(answer)
    assert "zebrafish" not in answer.content.decode().lower()
    assert all("zebrafish" not in address.lower() for address, _ in answer.redirect_chain)
    assert "zebrafish" not in caplog.text.lower()
    assert all("zebrafish" not in str(session.get_decoded()).lower() for session in Session.objects.all())
    assert "zebrafish" not in str(list(AuditEntry.objects.values())).lower()
    assert Article.objects.get().background == "[removed]"
    assert WHY in text_of(client.get(ERASE))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": ""}, "Enter the words to erase, or the address of an image."),
        ({"image": "/images/a.png"}, "Erase words or an image"),
        ({"words": "", "further": "Quartz"}, "Enter the first of the words here."),
        ({"further": "Ann"}, "“Ann”: enter at least 4 letters"),
        ({"words": "", "image": "/images/a.png"}, "There is no such image"),
        ({"words": "Ann"}, "Enter at least 4 letters and figures"),
        ({"words": "stands nowhere"}, "stand nowhere on this site"),
        ({"reason": ""}, "Say why, without the words."),
        ({"reason": f"{SECRET} asked"}, "say it without the words"),
        ({"words": "a\0b c d e"}, "Take out the characters"),
    ],
)
@pytest.mark.parametrize("address", [ERASE, NOW])
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, address, change, said):
    make_article(background=SECRET)
    sent = SENT | change

    answer = client.post(address, sent)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert sent["reason"] in answer.content.decode()
    assert not Erasure.objects.exists()


def test_change_leads_back_with_what_was_typed(client):
    answer = client.post(ERASE, SENT | {"change": "yes"})

    assert answer.status_code == 200
    assert SENT["words"] in answer.content.decode()
    assert "There is a problem" not in text_of(answer)


def test_form_that_is_too_old_comes_back_with_what_was_typed(administrator):
    make_article(background=SECRET)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)

    answer = strict.post(NOW, SENT)

    assert answer.status_code == 403
    assert SENT["words"] in answer.content.decode()
    assert "Nothing was erased" in text_of(answer)
    assert not Erasure.objects.exists()


def test_where_it_went_before_is_said(client, administrator):
    report = make_report(text=f"I am {SECRET}.")
    mail = make_delivery(key=report.reference)
    Delivery.objects.filter(pk=mail.pk).update(**settled(Delivery.State.SENT, mail.posted_at))
    record_alone(by=administrator, verb="exported reports", subject="reports")

    text = text_of(client.post(NOW, SENT, follow=True))

    assert f"An email about report {report.reference} was sent to" in text
    assert "Ada Walrus exported reports on" in text
    assert "apply_erasures" in text


def test_note_that_could_not_be_written_is_said(client, settings, tmp_path):
    make_article(background=SECRET)
    (tmp_path / "file").write_text("")
    settings.ERASURES_FILE = tmp_path / "file" / "erasures.jsonl"

    answer = client.post(NOW, SENT, follow=True)

    assert "A restored backup would bring it back" in text_of(answer)
    assert Article.objects.get().background == "[removed]"


def test_words_that_are_left_everywhere_cannot_be_erased(client, administrator):
    answer = client.post(ERASE, SENT | {"words": "Ada Walrus"})

    assert "it stands only where it is left" in text_of(answer)
    assert "Close the account instead" in text_of(answer)
    assert NOW in answer.content.decode()
    assert 'type="submit">Erase for good' not in answer.content.decode()


# --- Several at once, and common words -------------------------------------------------------------------------------


def test_words_of_two_boxes_are_previewed_together_and_go_in_one_act(client):
    make_article(title="Zebrafish", background="About Quartz, who rang.")
    sent = SENT | {"words": "Zebrafish", "further": "Quartz\n"}

    preview = client.post(ERASE, sent)
    text = text_of(client.post(NOW, sent, follow=True))

    assert preview.status_code == 200
    assert "Each of these, on its own" in text_of(preview)
    assert preview.content.decode().count('<blockquote class="kb-told">') == 2
    assert "1 of them loses words of the title" in text_of(preview)
    assert "Words: erased for good" in text
    article = Article.objects.get()
    assert (article.title, article.background) == ("[removed]", "About [removed], who rang.")


def test_of_several_the_one_that_stands_nowhere_is_named(client):
    make_article(title="Zebrafish")

    answer = client.post(ERASE, SENT | {"words": "Zebrafish", "further": "Quarz"})

    assert answer.status_code == 422
    assert "“Quarz” stands nowhere" in text_of(answer)


def six_articles() -> None:
    for number in range(6):
        make_article(slug=f"walrus-card-{number}", title=f"Walrus card {number}")


COMMON = SENT | {"words": "Walrus card"}


def test_common_words_are_warned_of_with_what_follows(client):
    six_articles()

    text = text_of(client.post(ERASE, COMMON))

    assert "They look like words that many texts need" in text
    assert "6 articles will read “[removed]”" in text
    assert "6 of them lose words of the title" in text
    assert "6 addresses of pages will lead nowhere" in text
    assert "nobody can publish or import a text with them" in text
    assert "give more words" in text


def test_common_words_go_only_where_the_box_is_ticked(client):
    six_articles()

    refused = client.post(NOW, COMMON)

    assert refused.status_code == 422
    assert "Tick the box" in text_of(refused)
    assert "They look like words that many texts need" in text_of(refused)
    assert not Erasure.objects.exists()
    assert client.post(NOW, COMMON | {"many": "on"}).status_code == 303
    assert "[removed]" in Article.objects.first().title


def test_few_places_bring_no_warning_and_no_box(client):
    make_article(title="A card", background=SECRET)

    answer = client.post(ERASE, SENT)

    assert "They look like" not in text_of(answer)
    assert 'name="many"' not in answer.content.decode()
    assert "1 article will read “[removed]”" in text_of(answer)


# --- The truth of it -------------------------------------------------------------------------------------------------


def test_what_is_left_when_it_ends_is_said_and_nothing_else_is_promised(client, monkeypatch, editor):
    make_article(title="A card", background=SECRET)
    find = places.find

    def and_save(needle):
        found = find(needle)
        make_draft(by=editor, title=f"{SECRET} again")
        return found

    monkeypatch.setattr(places, "find", and_save)

    text = text_of(client.post(NOW, SENT, follow=True))

    assert "It was saved again meanwhile" in text
    assert "A saved state of a draft" in text
    assert "looked again" not in text


def test_page_says_what_the_last_look_found(client):
    make_article(title="A card", background=f"{SECRET}, of Ada Walrus")

    plain = text_of(client.post(NOW, SENT, follow=True))
    stays = text_of(client.post(NOW, SENT | {"words": "Ada Walrus"}, follow=True))

    assert "it stood nowhere that we keep." in plain
    assert "it stood nowhere that we keep, but where it is left as it is." in stays
    assert "Close the account instead" in stays


# --- A version from which something was erased -----------------------------------------------------------------------


def test_version_says_when_and_why_something_was_erased_from_it(client):
    article = make_article(slug="a-card", title="A card", background=SECRET)
    put_live(make_document(slug="a-card", title="A card"), Publication(by=None, article=article))
    first, second = (f"/articles/a-card/versions/{number}/" for number in (1, 2))
    before = Client().get(first)
    client.post(NOW, SENT)

    after = Client().get(first, headers={"If-None-Match": before["ETag"]})

    day = dates.day(timezone.localdate())
    assert after.status_code == 200
    assert f"Words were erased from this version on {day}: {WHY}. “[removed]” stands there." in text_of(after)
    assert "zebrafish" not in after.content.decode().lower()
    assert "erased from this version" not in text_of(Client().get(second))
    assert "erased from this version" not in text_of(before)


def test_version_in_a_restored_database_says_that_the_reason_was_not_kept(client, erasures):
    make_article(slug="a-card", title="A card", background=SECRET)
    with transaction.atomic():
        erase_words(words=SECRET, reason=WHY, by=None)
        transaction.set_rollback(True)
    erase_again(lines=read_lines(erasures), by=None)

    text = text_of(Client().get("/articles/a-card/versions/1/"))

    assert "again after a restore. The reason was not kept. “[removed]” stands there." in text


def test_no_erasure_of_that_number_is_not_found(client):
    assert [client.get(f"/erase/{number}/").status_code for number in (7, 10**30)] == [404, 404]


def test_pages_in_memory_are_forgotten(client):
    """They would be shown while the database is away."""
    article = make_article(background=SECRET)
    Client().get(article.get_absolute_url())
    assert len(kept_pages) == 1

    client.post(NOW, SENT)

    assert len(kept_pages) == 0
