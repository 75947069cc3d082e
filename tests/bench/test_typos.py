"""Queries with mistakes: the same again for a seed, each of its kind."""

import csv
import io

import pytest

from bench.search import typos


@pytest.fixture(scope="module")
def made() -> list[tuple[str, str, str]]:
    return list(typos.queries(14))


def test_same_seed_gives_the_same(made):
    assert list(typos.queries(14)) == made
    assert list(typos.queries(15)) != made


def test_each_mistake_is_of_its_kind(made):
    clean = ""
    for query, _, kind in made:
        if kind == "clean":
            clean = query
            continue
        assert query != clean, kind
        longer = len(query.split()) - len(clean.split())
        assert longer == {"joined": -1, "split": 1}.get(kind, 0), (clean, query, kind)
        assert query.replace(" ", "") == clean.replace(" ", "") or kind not in {"joined", "split"}


def test_every_article_is_asked_for(made):
    asked = {reference for _, references, _ in made for reference in references.split("|")}

    assert len(asked) > 40
    assert {kind for _, _, kind in made} == {"clean", *typos.KINDS}


def test_written_as_the_bench_reads_it(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["typos"])
    typos.main()

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert set(rows[0]) == {"query", "expected_ids", "kind"}
