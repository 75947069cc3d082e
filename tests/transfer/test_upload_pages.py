"""Files in and out, as somebody at a browser meets them."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry
from kb.accounts.roles import Role
from kb.catalogue.actions import erase_words
from kb.catalogue.models import Article, Service
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft
from kb.operate.worker import Loop
from kb.transfer import actions as transfer
from kb.transfer.models import Upload, UploadState
from kb.transfer.uploads import actions
from kb.transfer.uploads.forms import WHAT
from tests.transfer.conftest import ARTICLE, CONTENT, NOTICE, OTHER, edit, everything, the_article
from tests.transfer.zips import zip_of

pytestmark = [pytest.mark.django_db, pytest.mark.either]
ADDRESS = "/edit/files/"


@pytest.fixture
def administrator(db):
    return add_person(username="admin", name="Admin", role=Role.ADMINISTRATOR, password="a long pass phrase")


@pytest.fixture
def browser(administrator, signed_in):
    return signed_in(administrator)


def send(browser, files, name="content.zip"):
    """The page that answers; its address is that of the upload."""
    data = zip_of(files) if isinstance(files, dict) else files
    answer = browser.post(ADDRESS, {"chosen": SimpleUploadedFile(name, data)})
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"]


def ticked(page):
    boxes = re.findall(r'<input class="nhsuk-checkboxes__input"[^>]*>', page.content.decode())
    return [re.search(r'value="([^"]*)"', box)[1].replace("&#x27;", "'") for box in boxes if " checked" in box]


def value_of(page, group):
    return re.findall(rf'name="(?:take|remove)" value="([^"]*)" id="{group}-', page.content.decode())


def test_files_are_shown_first_and_nothing_is_written(browser):
    kept = {name: rows for name, rows in everything().items() if name not in {"Upload", "Session"}}

    page = browser.get(send(browser, CONTENT))

    assert "What would happen" in page.content.decode()
    assert f"new {ARTICLE}" in ticked(page)
    assert {name: rows for name, rows in everything().items() if name not in {"Upload", "Session"}} == kept


def test_what_is_ticked_comes_in_and_the_files_are_gone(browser, administrator):
    at = send(browser, CONTENT)

    answer = browser.post(at, {"take": ticked(browser.get(at)), "articles": "publish"})
    done = browser.get(answer["Location"]).content.decode()

    assert "What happened" in done
    assert Article.objects.live().count() == 2
    assert bytes(Upload.objects.whole().get().packed) == b""
    entry = AuditEntry.objects.get(verb="imported files")
    assert (entry.actor, entry.subject, entry.detail["added"]["article"]) == (administrator, "content.zip", 2)
    assert the_article().versions.get().by == administrator


def test_articles_become_drafts_unless_they_may_be_published(reviewer, signed_in):
    browser = signed_in(reviewer)
    at = send(browser, CONTENT)
    page = browser.get(at)
    assert "Published now" not in page.content.decode()

    browser.post(at, {"take": ticked(page), "articles": "publish"})

    assert not Article.objects.exists()
    assert {draft.title for draft in Draft.objects.all()} == {"Card not read", "No role to choose"}
    assert Service.objects.exists()
    done = browser.get(at).content.decode()
    assert "Drafts begun: 2 articles." in done
    assert all(f"/edit/drafts/{draft.pk}/" in done for draft in Draft.objects.all())


def test_draft_of_somebody_else_is_not_written_into(files, browser, editor):
    files.bring_in()
    drafting.begin(by=editor, article=the_article())
    files.edit(ARTICLE, "It helps to wait.", "It helps to wait long.")
    at = send(browser, {ARTICLE: files.text(ARTICLE)})

    browser.post(at, {"take": ticked(browser.get(at))})

    assert "Somebody is changing this article" in browser.get(at).content.decode()
    assert Draft.objects.count() == 1


def test_one_bad_file_is_named_with_its_line_and_the_rest_comes_in(browser):
    at = send(browser, CONTENT | {NOTICE: CONTENT[NOTICE].replace("- ERR5022", "- ERR9999")})
    page = browser.get(at)
    words = page.content.decode()
    assert "Cannot come in (1 file)" in words
    assert f"{NOTICE}, line 9" in words

    browser.post(at, {"take": ticked(page), "articles": "publish"})

    assert Article.objects.count() == 2
    assert "Did not come in (1 file)" in browser.get(at).content.decode()


def test_what_was_edited_here_stays_unless_it_is_ticked(files, browser, editor):
    files.bring_in()
    edit(title="Our own title", by=editor)
    at = send(browser, CONTENT)
    page = browser.get(at)
    assert ticked(page) == []
    (edited,) = value_of(page, "edited")
    assert "Our own title" in page.content.decode()

    assert browser.post(at, {}).status_code == 422
    browser.post(at, {"take": [edited], "articles": "publish"})

    assert the_article().title == "Card not read"
    assert the_article().version == 3


def test_tick_is_for_what_was_shown_and_nothing_that_was_saved_since(files, browser, editor):
    files.bring_in()
    edit(title="Our own title", by=editor)
    at = send(browser, CONTENT)
    (edited,) = value_of(browser.get(at), "edited")
    edit(title="A newer title", by=editor)

    browser.post(at, {"take": [edited], "articles": "publish"})

    assert the_article().title == "A newer title"
    assert "Stayed as it is here (1)" in browser.get(at).content.decode()


def test_difference_is_shown_word_by_word(files, browser):
    files.bring_in()
    at = send(browser, {OTHER: CONTENT[OTHER].replace("is empty.\n", "is short.\n")})

    words = browser.get(at).content.decode()

    assert '<del class="kb-pieces__removed"><span class="nhsuk-u-visually-hidden">[removed: </span>empty' in words
    assert "Line 10" in words


def test_row_taken_out_is_removed_only_if_it_is_ticked(files, browser):
    files.bring_in()
    at = send(browser, {"synonyms.csv": "group,phrase,one_way\n"})
    page = browser.get(at)
    assert ticked(page) == []

    browser.post(at, {"remove": value_of(page, "gone")})

    assert "Removed: 1 synonym." in browser.get(at).content.decode()


def test_second_press_of_the_button_does_nothing_twice(browser):
    at = send(browser, CONTENT)
    take = ticked(browser.get(at))

    for _ in range(2):
        browser.post(at, {"take": take, "articles": "publish"})

    assert AuditEntry.objects.filter(verb="imported files").count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.zip", b"no zip", "x.zip is no zip file that can be opened"),
        ("notes.txt", b"x", "notes.txt holds no file that an import reads"),
    ],
)
def test_what_is_no_content_is_refused_on_the_page(browser, name, data, words):
    answer = browser.post(ADDRESS, {"chosen": SimpleUploadedFile(name, data)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Upload.objects.exists()


def test_no_file_at_all_is_said(browser):
    answer = browser.post(ADDRESS, {})

    assert "Choose a zip, or .md and .csv files." in answer.content.decode()


def test_wrong_encoding_is_named(browser):
    at = send(browser, {"services.csv": "slug,name,summary,on_home\nx,Caf\xe9,Y.,true\n".encode("latin-1")})

    assert "This is not a text in UTF-8" in browser.get(at).content.decode()
    assert "There is nothing to bring in." in browser.get(at).content.decode()


def test_upload_of_another_is_not_there(browser, reviewer, signed_in):
    at = send(browser, CONTENT)
    other = signed_in(reviewer)

    assert other.get(at).status_code == 404
    assert other.post(at, {"take": ["all new"]}).status_code == 404
    assert other.post(f"{at}discard/").status_code == 404
    assert "content.zip" not in other.get(ADDRESS).content.decode()


@pytest.mark.parametrize("person", ["reader", "desk", "editor"])
def test_whoever_may_not_finds_nothing(person, request, signed_in):
    browser = signed_in(request.getfixturevalue(person))

    assert browser.get(ADDRESS).status_code == 404
    assert browser.post(f"{ADDRESS}take-out/", {"what": "everything"}).status_code == 404


def test_discarded_files_are_gone(browser):
    at = send(browser, CONTENT)

    browser.post(f"{at}discard/")

    assert not Upload.objects.exists()
    assert browser.get(at).status_code == 404


def test_files_that_expired_are_gone_before_the_worker_comes(browser):
    at = send(browser, CONTENT)
    now = timezone.now()
    Upload.objects.update(at=now - timedelta(days=2), expires_at=now - timedelta(days=1))

    assert browser.get(at).status_code == 404


def test_erasure_leaves_no_upload_behind(browser, files, settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    files.bring_in()
    send(browser, CONTENT)

    erase_words(words="Nothing happens", reason="A name", by=None)

    assert not Upload.objects.exists()


def test_nobody_piles_up_files(browser):
    for _ in range(actions.MOST_WAITING):
        send(browser, CONTENT)

    answer = browser.post(ADDRESS, {"chosen": SimpleUploadedFile("content.zip", zip_of(CONTENT))})

    assert "decide on one, or discard one" in answer.content.decode()


def test_everything_taken_out_comes_back_unchanged_byte_for_byte(files, browser):
    files.bring_in()

    answer = browser.post(f"{ADDRESS}take-out/", {"what": "everything"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == CONTENT
    page = browser.get(send(browser, answer.content))
    assert "There is nothing to bring in." in page.content.decode()
    assert AuditEntry.objects.filter(verb="exported content", subject="everything").count() == 1


def test_one_kind_is_taken_out_alone(files, browser):
    files.bring_in()

    table = browser.post(f"{ADDRESS}take-out/", {"what": "codes.csv"})
    articles = browser.post(f"{ADDRESS}take-out/", {"what": "articles.json"})
    packed = browser.post(f"{ADDRESS}take-out/", {"what": "articles"})

    assert table.content.decode() == CONTENT["codes.csv"]
    assert [one["slug"] for one in json.loads(articles.content)["articles"]] == ["card-not-read", "no-role"]
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert set(archive.namelist()) == {ARTICLE, OTHER}


# --- More than 500 files ---------------------------------------------------------------------------------------------


@pytest.fixture
def _small_is_large(monkeypatch):
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 5)
    monkeypatch.setattr(transfer, "MOST_AT_ONCE", 5)


@pytest.mark.usefixtures("_small_is_large")
def test_many_files_are_left_to_the_worker_and_the_page_says_how_far_it_is(browser):
    at = send(browser, CONTENT)
    page = browser.get(at)
    assert "Checking your files" in page.content.decode()
    assert page["Refresh"] == "4"

    Loop().run_once(timezone.now())
    page = browser.get(at)
    assert "What would happen" in page.content.decode()
    assert "Refresh" not in page
    browser.post(at, {"take": ticked(page), "articles": "publish"})
    assert "Bringing your files in" in browser.get(at).content.decode()
    assert not Article.objects.exists()
    Loop().run_once(timezone.now())

    assert "What happened" in browser.get(at).content.decode()
    assert Article.objects.count() == 2


@pytest.mark.usefixtures("_small_is_large")
def test_worker_that_is_told_to_end_leaves_the_rest_to_the_next(browser, monkeypatch):
    monkeypatch.setattr(actions, "NOTE_EVERY", timedelta(0))
    at = send(browser, CONTENT)

    assert actions.go_on(lambda: False)

    upload = Upload.objects.get()
    assert (upload.state, upload.claimed_at, upload.tries) == (UploadState.WAITING, None, 0)
    assert actions.go_on(lambda: True)
    assert "What would happen" in browser.get(at).content.decode()


@pytest.mark.usefixtures("_small_is_large")
def test_what_somebody_works_on_is_left_alone_until_they_are_silent(browser):
    send(browser, CONTENT)
    Upload.objects.update(claimed_at=timezone.now())

    assert not actions.go_on(lambda: True)
    Upload.objects.update(claimed_at=timezone.now() - timedelta(minutes=3))

    assert actions.go_on(lambda: True)


@pytest.mark.usefixtures("_small_is_large")
def test_after_three_falls_it_is_given_up_and_said(browser, monkeypatch):
    def falls(*_):
        raise RuntimeError

    monkeypatch.setattr(actions.checking, "analysed", falls)
    at = send(browser, CONTENT)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            actions.go_on(lambda: True)
        Upload.objects.update(claimed_at=timezone.now() - timedelta(minutes=3))

    assert actions.go_on(lambda: True)
    assert not actions.go_on(lambda: True)
    assert "This could not be finished" in browser.get(at).content.decode()


def test_more_than_a_page_can_hold_has_one_box_for_all(browser, monkeypatch):
    monkeypatch.setattr(actions.checking, "MOST_SHOWN", 1)
    at = send(browser, CONTENT)
    page = browser.get(at)
    assert ticked(page) == ["all new"]

    browser.post(at, {"take": ["all new"], "articles": "publish"})

    assert Article.objects.count() == 2


def test_each_table_to_take_out_is_called_as_its_page_is():
    said = dict(WHAT)

    assert said["vendors.csv"] == "Companies (vendors.csv)"
    assert [words for file, words in said.items() if words.startswith(file)] == []
