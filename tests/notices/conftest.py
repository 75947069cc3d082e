"""A notice that fills only what a test does not care about, and the rows it may name."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kb.catalogue.actions import Publication, put_live, save_category, save_service
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ErrorCode, Service
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry
from kb.notices.document import NoticeContent
from tests.make import make_code

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def content() -> Callable[..., NoticeContent]:
    def make(**changes: object) -> NoticeContent:
        ordinary = {
            "slug": "sign-in-slow",
            "title": "Sign-in is slow",
            "kind": "LIVE",
            "severity": "HIGH",
            "summary": "Signing in takes several minutes for some people.",
            "starts_at": NOON,
        }
        return NoticeContent.from_dict(ordinary | changes)

    return make


@pytest.fixture
def identity_agent(db) -> Service:
    return save_service(
        entry=ServiceEntry(slug="nhs-identity-agent", name="NHS Identity Agent", summary="Reads the card."), by=None
    )


@pytest.fixture
def err5022(db) -> ErrorCode:
    return make_code("ERR5022", meaning="It could not be completed.")


@pytest.fixture
def old_cards(db) -> Article:
    save_category(entry=CategoryEntry(slug="signing-in", name="Signing in", summary="Signing in."), by=None)
    document = ArticleDocument(
        title="Older smartcards are blocked",
        slug="older-smartcards",
        summary="Older cards no longer work.",
        category="signing-in",
    )
    return put_live(document, Publication(by=None))
