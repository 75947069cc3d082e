"""A page of the editors asks the database a fixed number of times, however much there is."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kb.accounts.models import AuditEntry, User
from kb.catalogue.models import Edition, Version
from kb.editing import urls
from kb.editing.drafts import actions as drafting
from kb.editing.models import Comment, Draft, Presence, Revision
from kb.editing.review import submitting
from kb.search.synonyms import SynonymEntry, save_synonym
from tests.editing.conftest import fill, handed_in, last
from tests.make import (
    make_answer,
    make_article,
    make_code,
    make_document,
    make_question,
    make_service,
    make_shortcut,
    make_snippet,
    make_vendor,
    make_word,
)

ARTICLES, MORE = 6_000, 40
MOST = 110  # the checks look for articles that are alike: four searches


@pytest.fixture
def draft(editor: User, reviewer: User) -> Draft:
    article = make_article(review_due=date(2020, 1, 1))
    draft = handed_in(by=editor, article=article)
    drafting.keep_unsaved_text(draft=draft, document=make_document(), base_revision=1, by=reviewer)
    submitting.add_comment(draft=draft, revision=last(draft), by=reviewer, field="title", text="Say it.")
    return draft


def addresses(draft: Draft) -> dict[str, str]:
    """Of every page there is: each route that answers a GET."""
    article = draft.article
    assert article
    unsaved_text = draft.unsaved_texts.get()
    known = {
        "draft": draft.pk,
        "pk": draft.pk,
        "unsaved_text": unsaved_text.pk,
        "label": article.label,
        "number": 1,
        "comment": 1,
        "name": "codes",
        "slug": make_answer("down", "down", "live issues").slug,
        "error_code": make_code().pk,
        "question": make_question("where", {"text": "A", "article": article.slug}, is_first=True).slug,
    }
    words = {
        "snippets": make_snippet("seldom"),
        "services": make_service("seldom"),
        "topics": article.category,
        "companies": make_vendor("seldom"),
        "common-problems": make_shortcut("My card is locked", article=article),
        "synonyms": save_synonym(entry=SynonymEntry("passcode", "pin"), by=None),
        "words": make_word("RA"),
    }
    found = {}
    for route in urls.urlpatterns:
        word = words.get(route.default_args.get("noun", ""))
        values = {part: word.pk if part == "word" else known[part] for part in route.pattern.converters}
        found[str(route.name)] = reverse(f"editing:{route.name}", kwargs=values)
    return found | {
        "due": f"{found['articles']}?which=due",
        "change": f"{found['new']}?article={article.slug}",
        "copy": f"{found['new']}?copy={article.slug}",
    }


def queries(client: Client, draft: Draft) -> dict[str, int]:
    counted = {}
    for name, address in addresses(draft).items():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code in {200, 405}, name
        if answer.status_code == 200:
            counted[name] = len(captured)
    return counted


def add_more(draft: Draft, by: User) -> None:
    """Articles, drafts, and a long history of this one."""
    fill(ARTICLES)
    article, revision, now = draft.article, last(draft), timezone.now()
    version = Version.objects.filter(article=article).first()
    assert version
    numbers, edition = range(100, 100 + MORE), Edition.objects.current()
    Version.objects.bulk_create(
        Version(article=article, number=n, edition=edition + n, document=version.document, by=by, at=now)
        for n in numbers
    )
    Revision.objects.bulk_create(Revision(draft=draft, number=n, content=revision.content, by=by) for n in numbers)
    Draft.objects.filter(pk=draft.pk).update(number=numbers[-1])
    Comment.objects.bulk_create(Comment(draft=draft, revision=revision, text="Say it.", by=by) for _ in numbers)
    Draft.objects.bulk_create(
        Draft(begun_by=by, submitted_by=by, submitted_at=now, state="IN_REVIEW", title=f"Draft {n}") for n in numbers
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(actor=by, actor_name=by.name, verb="saved a draft", subject=f"draft {n}") for n in numbers
    )
    Presence.objects.create(draft=draft, person=by, seen_at=now)


def test_every_page_asks_as_often_with_six_thousand_articles(signed_in, administrator, editor, other_editor, draft):
    draft.unsaved_texts.update(by=administrator)
    client = signed_in(administrator)
    before = queries(client, draft)

    add_more(draft, other_editor)

    assert queries(client, draft) == before
    assert {"home", "articles", "article", "edit", "preview", "review", "history", "compare", "conflict"} <= set(before)
    assert max(before.values()) <= MOST
