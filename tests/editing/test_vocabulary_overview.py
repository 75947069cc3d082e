"""The page on which the vocabulary opens: the work, and not a list of settings."""

import pytest

from kb.catalogue.actions import withdraw
from kb.search.synonyms import SynonymEntry, save_synonym
from tests.editing.pages import words
from tests.make import (
    make_article,
    make_category,
    make_code,
    make_question,
    make_service,
    make_shortcut,
    make_snippet,
    make_vendor,
)

pytestmark = pytest.mark.django_db
ALL = "/edit/vocabulary/"


def test_what_is_unused_unsaid_or_leads_nowhere_stands_there_with_its_number(signed_in, editor, reviewer):
    make_code("ERR1", meaning="Alone.")
    gone = make_article()
    make_question("where", {"text": "To what is gone", "article": gone.slug}, is_first=True)
    make_shortcut("Led nowhere", article=gone)
    withdraw(article=gone, by=reviewer, why="Wrong.")
    make_service("empty-service")
    make_category("empty-topic")
    make_vendor("empty-company")
    make_snippet("unused-snippet")
    save_synonym(entry=SynonymEntry("group", "lonely"), by=None)

    said = words(signed_in(editor).get(ALL))

    for heading in (
        "Common problems whose article is gone (1) Led nowhere",
        "Answers of Start whose article is gone (1)",
        "Codes in no article (1) ERR1 Alone.",
        "Codes of which nobody said who acts first (1) ERR1",
        "Snippets in no article (1) Unused snippet",
        "Applications, topics and companies without an article (4) empty service",
        "Synonyms that stand alone in their group (1) lonely",
    ):
        assert heading in said
    assert "Codes without a meaning: None." in said


def test_what_is_in_order_is_said_in_one_line_each(signed_in, editor):
    said = words(signed_in(editor).get(ALL))

    assert "Nothing to do" in said
    assert "(1)" not in said


def test_others_find_nothing(signed_in, desk, client):
    assert signed_in(desk).get(ALL).status_code == 404
    assert client.get(ALL).status_code == 302
