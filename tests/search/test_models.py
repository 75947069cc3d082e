"""Rows of the index: what the database itself refuses, and how a row names itself."""

import pytest
from django.db import IntegrityError, transaction

from kb.search.index.bm25 import FIRST_AVERAGES
from kb.search.models import (
    SearchCode,
    SearchDeletion,
    SearchMeta,
    SearchPosting,
    SearchTerm,
    SearchVector,
    SearchWord,
    Synonym,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make",
    [
        lambda: SearchMeta.objects.create(id=2, averages=FIRST_AVERAGES),
        lambda: SearchMeta.objects.create(id=1, averages=FIRST_AVERAGES, building=2),
        lambda: [SearchTerm.objects.create(generation=1, term="card") for _ in range(2)],
        lambda: [SearchWord.objects.create(generation=1, word="card", term_id=1) for _ in range(2)],
        lambda: SearchTerm.objects.create(generation=1, term="card", frequency=-1),
        lambda: [Synonym.objects.create(group="a", phrase=phrase, folded="pin") for phrase in ("PIN", "pin")],
    ],
)
def test_database_refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_same_term_may_stand_in_two_generations():
    for generation in (1, 2):
        SearchTerm.objects.create(generation=generation, term="card")

    assert SearchTerm.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (SearchMeta(generation=3), "generation 3"),
        (SearchTerm(term="card"), "card"),
        (SearchPosting(term_id=1, article_id=2, impact=9), "1 in 2: 9"),
        (SearchVector(article_id=2), "vector of 2"),
        (SearchWord(word="cards"), "cards"),
        (SearchDeletion(key="crd"), "crd"),
        (SearchCode(normal="ERR5022"), "ERR5022"),
        (Synonym(phrase="PIN"), "PIN"),
    ],
)
def test_row_names_itself(row, name):
    assert str(row) == name
