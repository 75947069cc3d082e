"""Erasing for good: out of everything that any room keeps."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction

from kb.accounts import audit
from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry
from kb.accounts.roles import Role
from kb.catalogue.actions import (
    NotErasable,
    NotPublishable,
    Publication,
    add_image,
    erase_again,
    erase_image,
    erase_words,
    erasing,
    image_named,
    put_live,
    save_snippet,
)
from kb.catalogue.document import SourceContent, StepContent, SymptomContent
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.erasure_file import read_lines
from kb.catalogue.models import Article, Edition, Erasure, Image, OldSlug, Version
from kb.catalogue.reading import document_of
from kb.editing.drafts import actions as drafting
from kb.editing.models import Comment, Revision
from kb.lib import places
from kb.lib.markdown import picture_mark
from kb.lib.redaction import Passage
from kb.media.models import Blob
from kb.outbox.models import Delivery
from kb.search import finder, upkeep
from kb.search.synonyms import SynonymEntry, save_synonym
from tests.make import (
    make_answer,
    make_article,
    make_contact,
    make_delivery,
    make_document,
    make_draft,
    make_notice,
    make_report,
    make_service,
    make_shortcut,
    make_snippet,
    make_vendor,
    make_word,
)
from tests.media.pictures import dialog, saved

pytestmark = pytest.mark.django_db
SECRET = "Zebrafish Quartz"
WHY = "A patient was named"


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "backups" / "erasures.jsonl"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.ERASURES_FILE


@pytest.fixture
def administrator(db):
    return add_person(username="ada", name="Ada Walrus", role=Role.ADMINISTRATOR, password="violet ferry 27")


def columns_with(words: str) -> list[str]:
    """Every column of every table, those of other people's apps too, in which the words stand in any writing."""
    passage, found = Passage(words), []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                values = model._base_manager.values_list(field.attname, flat=True)
                held = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
                found += [f"{model._meta.label}.{field.name}" for value in held if value and _stands(passage, value)]
    return sorted(set(found))


def _stands(passage: Passage, value: str) -> bool:
    """Also word by word, as an index would have it."""
    return bool(passage.spans(value)) or any(word in value.lower() for word in ("zebrafish", "quartz"))


def everywhere(editor, reviewer) -> Article:
    """Every room keeps the words."""
    article = make_article(slug="zebrafish-quartz-card", title=f"{SECRET} card", summary=f"About {SECRET}.")
    document = replace(
        document_of(Article.objects.with_parts().get()),
        symptoms=(SymptomContent("EXACT", SECRET), SymptomContent("SIGN", f"The {SECRET} sign")),
        steps=(StepContent("USER", title=f"Ring {SECRET}", body="Ring *Zebrafish*\n QUARTZ.", expected=SECRET),),
        causes=(SECRET,),
        questions=(f"Is it {SECRET}?",),
        background=f"{SECRET} knows.",
        sources=(SourceContent(SECRET, title=SECRET, address="https://example.org/zebrafish-quartz"),),
        more='{"needed":["Zebrafish\\nQuartz"]}',
    )
    put_live(document, Publication(by=editor, article=article, why=f"{SECRET} said so"))
    make_article(
        slug="neighbour", related=["zebrafish-quartz-card"], background="[see](/articles/zebrafish-quartz-card/)"
    )
    OldSlug.objects.create(slug="ask-zebrafish-quartz", article=article)
    draft = make_draft(by=editor, article=Article.objects.get(pk=article.pk), background=f"Again {SECRET}.")
    Comment.objects.create(draft=draft, revision=draft.revisions.first(), by=reviewer, text=f"Who is {SECRET}?")
    drafting.keep_unsaved_text(draft=draft, document=document, base_revision=1, by=editor)
    make_snippet(title=f"Ask {SECRET}", body=SECRET)
    make_service("of-a-person", name=SECRET)
    make_vendor(email="zebrafish.quartz@example.org", tell=(SECRET,))
    make_shortcut(SECRET, article=article)
    make_shortcut(f"{SECRET}.", article=article)
    make_word(SECRET, slug="word")
    make_notice(title=SECRET, updates=[{"at": "2026-01-01T10:00", "text": SECRET}])
    make_contact("Harbour Hospital", name=SECRET, email="zebrafish.quartz@example.org", phone="")
    save_synonym(entry=SynonymEntry("people", SECRET), by=editor)
    make_answer("person", f"who + {SECRET}", "urgent")
    make_report(text=f"{SECRET} cannot sign in.", name=SECRET, email="zebrafish.quartz@example.org")
    make_delivery(
        text="> Zebrafish\n> Quartz\n", html="<p>Zebrafish<br>Quartz</p>", reply_to="zebrafish.quartz@example.org"
    )
    make_delivery(to="zebrafish.quartz@example.org")
    with transaction.atomic():
        audit.record(by=editor, verb="did", subject=SECRET, detail={"told": [SECRET]})
    return article


def test_words_go_from_every_column_of_every_table(editor, reviewer):
    everywhere(editor, reviewer)
    assert len(columns_with(SECRET)) > 40

    erasure = erase_words(words="zebrafish   quartz", reason=WHY, by=reviewer)

    assert columns_with(SECRET) == []
    assert len(erasure.places) > 40
    assert places.find(Passage(SECRET)) == []


def test_version_shows_what_is_left_and_nothing_else_of_it_changes(editor, reviewer):
    article = everywhere(editor, reviewer)
    before = Version.objects.get(article=article, number=2)

    erase_words(words=SECRET, reason=WHY, by=reviewer)

    after = Version.objects.get(article=article, number=2)
    assert after.document["steps"][0]["title"] == "Ring [removed]"
    assert after.document["background"] == "[removed] knows."
    assert after.why == "[removed] said so"
    assert (after.edition, after.at, after.by, after.number) == (before.edition, before.at, before.by, before.number)
    assert {**after.document, **dict.fromkeys(CHANGED, 0)} == {**before.document, **dict.fromkeys(CHANGED, 0)}


CHANGED = ("title", "slug", "summary", "symptoms", "steps", "causes", "questions", "background", "sources", "needed")


def test_page_index_and_addresses_follow_in_the_same_act(editor, reviewer):
    article = everywhere(editor, reviewer)
    edition = Edition.objects.current()

    erasure = erase_words(words=SECRET, reason=WHY, by=reviewer)

    article.refresh_from_db()
    slug = f"removed-{erasure.token[:6]}-card"
    assert Edition.objects.current() > edition
    assert (article.slug, article.title) == (slug, "[removed] card")
    neighbour = Article.objects.get(slug="neighbour")
    assert (neighbour.related, neighbour.background) == ([slug], f"[see](/articles/{slug}/)")
    assert "zebrafish" not in str(finder.find("zebrafish").hits)
    assert [fault for fault in upkeep.findings() if not fault.is_warning] == []


def test_versions_are_still_read_by_what_reads_them(editor, reviewer):
    everywhere(editor, reviewer)

    erase_words(words=SECRET, reason=WHY, by=reviewer)

    for row in (*Version.objects.all(), *Revision.objects.all()):
        document = row.document if isinstance(row, Revision) else type(make_document()).from_dict(row.document)
        assert document.title


def test_nothing_is_sent_to_half_an_address(editor, reviewer):
    everywhere(editor, reviewer)

    erase_words(words=SECRET, reason=WHY, by=reviewer)

    dropped = Delivery.objects.filter(state="DROPPED")
    assert dropped
    assert {(mail.to, str(mail.content)) for mail in dropped} == {("", "{}")}
    waiting = Delivery.objects.filter(state="WAITING")
    assert "<p>[removed]</p>" in {mail.content["html"] for mail in waiting}
    assert {mail.content["reply_to"] for mail in waiting} == {""}


def test_account_and_who_did_what_are_left_and_said(editor, administrator):
    make_article(background=f"Ask {administrator.name} about it.")
    with transaction.atomic():
        audit.record(by=administrator, verb="did", subject="a thing")

    erase_words(words=administrator.name, reason=WHY, by=administrator)

    left = places.find(Passage(administrator.name))
    assert {place.table for place in left} == {"accounts.User", "accounts.AuditEntry"}
    assert all(place.stays for place in left)


def test_erasure_is_kept_without_words(editor, reviewer, erasures):
    everywhere(editor, reviewer)

    erasure = erase_words(words=SECRET, reason=WHY, by=reviewer)

    kept = json.dumps(list(Erasure.objects.values()), default=str) + erasures.read_text()
    assert not _stands(Passage(SECRET), kept)
    (line,) = read_lines(erasures)
    assert (line.token, line.digest, line.length) == (erasure.token, erasure.digest, len("zebrafishquartz"))
    assert ("KB0001", 2, "document.steps.1.title") in line.versions
    assert erasures.stat().st_mode & 0o777 == 0o600
    entry = AuditEntry.objects.newest_first().first()
    assert (entry.verb, entry.subject, entry.detail["reason"]) == ("erased for good", f"erasure {erasure.pk}", WHY)


@pytest.mark.parametrize(
    ("words", "reason", "field"),
    [
        ("Ann", WHY, "words"),
        ("..!?..", WHY, "words"),
        ("stands nowhere at all", WHY, "words"),
        (SECRET, " ", "reason"),
        (SECRET, f"{SECRET} asked", "reason"),
        (SECRET, "x" * 301, "reason"),
        ("y" * 5_001, WHY, "words"),
    ],
)
def test_what_cannot_be_erased_changes_nothing(words, reason, field, erasures):
    make_article(title=SECRET)

    with pytest.raises(NotErasable) as refused:
        erase_words(words=words, reason=reason, by=None)

    assert refused.value.field == field
    assert Article.objects.get().title == SECRET
    assert not Erasure.objects.exists()
    assert not erasures.exists()


def test_what_was_saved_while_we_looked_goes_too(reviewer, monkeypatch):
    make_article(title=SECRET)
    find = places.find
    times = iter(range(9))

    def slow(needle):
        found = find(needle)
        if next(times) == 0:
            make_draft(by=reviewer, title=f"{SECRET} again")
        return found

    monkeypatch.setattr(places, "find", slow)
    erase_words(words=SECRET, reason=WHY, by=reviewer)

    assert columns_with(SECRET) == []
    assert AuditEntry.objects.filter(verb="erased more for good, saved meanwhile").exists()


# --- Images --------------------------------------------------------------------------------------------------------


def an_image(by) -> Image:
    return add_image(upload=BytesIO(saved(dialog(), "PNG")), name="a.png", alt="A dialog", by=by)


def test_image_goes_with_its_bytes_and_from_every_text(editor):
    image = an_image(editor)
    mark = picture_mark(image.name, "A dialog")
    article = make_article(background=f"Look.\n\n{mark}")
    save_snippet(entry=SnippetEntry("checks", "Checks", "NOTE", mark), by=None)
    draft = make_draft(by=editor, article=article, summary="Another.")

    erasure = erase_image(image=image_named(f"http://127.0.0.1:8000/images/{image.name}?x=1"), reason=WHY, by=editor)

    article.refresh_from_db()
    assert article.background == "Look.\n\n[removed]"
    assert drafting.latest(draft).document.pictures == ()
    assert not Image.objects.exists()
    assert not Blob.objects.exists()
    assert not default_storage.exists(f"article-images/{image.name}")
    assert {"An image", "A published version of an article", "A snippet"} <= {place["what"] for place in erasure.places}


def test_image_that_is_not_there_cannot_be_erased():
    for text in ("", "/images/none.png", "\0"):
        with pytest.raises(NotErasable):
            image_named(text)


# --- After a restore -----------------------------------------------------------------------------------------------


def test_what_was_erased_since_a_backup_is_erased_again_in_it(editor, reviewer, erasures):
    article = everywhere(editor, reviewer)
    image = an_image(editor)
    with transaction.atomic():
        erase_words(words=SECRET, reason=WHY, by=reviewer)
        erase_image(image=image, reason=WHY, by=reviewer)
        transaction.set_rollback(True)  # the database is that of before; the file beside it knows
    assert Article.objects.get(pk=article.pk).title == f"{SECRET} card"

    erased = erase_again(lines=read_lines(erasures), by=None)

    assert len(erased) == 2
    assert columns_with(SECRET) == []
    assert not Blob.objects.exists()
    assert Version.objects.get(article=article, number=2).document["background"] == "[removed] knows."
    assert erase_again(lines=read_lines(erasures), by=None) == []
    assert [fault for fault in upkeep.findings() if not fault.is_warning] == []


def test_lines_of_another_key_are_known_to_be_unknown(settings, erasures):
    make_article(title=SECRET)
    with transaction.atomic():
        erase_words(words=SECRET, reason=WHY, by=None)
        transaction.set_rollback(True)
    settings.SECRET_KEY = "another key, as after a loss of the file"

    assert [line.is_known_here for line in read_lines(erasures)] == [False]
    assert erase_again(lines=read_lines(erasures), by=None) == []
    assert Article.objects.get().title == SECRET


def test_of_two_who_erase_the_same_at_once_the_second_is_told_that_nothing_was_left(administrator, monkeypatch):
    make_article(summary=f"About {SECRET}.")
    before = places.find(Passage(SECRET))
    erase_words(words=SECRET, reason=WHY, by=administrator)
    looked = iter([before])
    monkeypatch.setattr(erasing.places, "find", lambda _: next(looked))

    with pytest.raises(NotErasable):
        erase_words(words=SECRET, reason=WHY, by=administrator)

    assert Erasure.objects.count() == 1
    assert AuditEntry.objects.filter(verb="erased for good").count() == 1


def test_words_around_a_link_are_erased_and_refused_afterwards(administrator):
    shown = "Ask [Zebrafish](https://example.org/) Quartz."
    article = make_article(slug="ask-somebody", background=shown)

    erase_words(words=SECRET, reason=WHY, by=administrator)

    assert columns_with(SECRET) == []
    document = document_of(Article.objects.with_parts().get(pk=article.pk))
    assert document.background == "Ask [removed]."
    with pytest.raises(NotPublishable):
        put_live(replace(document, background=shown), Publication(by=administrator, article=article, why="Again"))


@pytest.mark.parametrize("mark", ["[removed]", "Removed", "[removed] [removed]"])
def test_the_mark_of_an_erasure_is_not_erased_itself(administrator, mark):
    """It would stand there again, and nobody could publish a text with it any more."""
    make_article(summary="About [removed] and [removed] [removed].")

    with pytest.raises(NotErasable) as refused:
        erase_words(words=mark, reason=WHY, by=administrator)

    assert refused.value.field == "words"
    assert not Erasure.objects.exists()
