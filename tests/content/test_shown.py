"""What a search shows of the shipped articles: words, and nothing of how they were written."""

import re

import pytest

from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.search.index.text import analyse, context_of

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.either]

MARKS = re.compile(r"\]\(|\{#|\{\{|\}\}|`|\*\*|(?:^|· |\. )(?:[-*+#>]|[0-9]+[.)]) |\n|  ")


def kept() -> dict[str, list[str]]:
    articles = Article.objects.live().with_parts()
    return {one.slug: [text for _, text in analyse(document_of(one), context_of(one)).texts] for one in articles}


def test_no_piece_of_an_article_shows_marks_of_markdown_or_where_a_link_leads():
    texts = kept()

    assert sum(map(len, texts.values())) > len(texts) > 0
    assert {slug: text for slug, said in texts.items() for text in said if MARKS.search(text)} == {}


@pytest.mark.parametrize(
    "text", ["See [this](/codes/1/).", "Open {#bcdfghjk}", "Run `it`", "Do **this**", "Open · - that", "Open. 1. That"]
)
def test_marks_are_known(text):
    assert MARKS.search(text)


@pytest.mark.parametrize("text", [r"C:\Program Files (x86)\*NHS Digital*", "[*.]localhost", "Version 2.2. Then - wait"])
def test_words_with_such_signs_are_left_alone(text):
    assert not MARKS.search(text)
