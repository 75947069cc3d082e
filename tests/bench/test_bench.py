"""The bench on a library so small that every number can be worked out by hand."""

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from bench.search import files, measures, report

ARTICLES = [
    {
        "id": "card-fault",
        "title": "ERR5022 when a card is printed",
        "h1": "zanzibar",
        "description": "zanzibar",
        "anchors": ["zanzibar"],
        "old_titles": ["zanzibar"],
        "symptoms": "The printer stops with the card half way in.",
        "cause": "",
        "resolution": "## Fix\nTurn the printer off and on.",
        "body": "",
        "codes": [{"text": "ERR5022", "where": "title"}, {"text": "ERR\n5023", "where": "title"}],
    },
    {
        "id": "Blank Screen?",
        "title": "Blank screen after choosing a role",
        "symptoms": "Nothing is shown.",
        "cause": "The browser holds an old page.",
        "resolution": "",
        "body": "Clear the cache of the browser.",
        "codes": [],
    },
    {
        "id": "no-fix",
        "title": "Passcode forgotten",
        "symptoms": "",
        "cause": "",
        "resolution": "Unlock it yourself.",
        "body": "",
        "codes": [{"text": "ERR5022", "where": "body"}],
    },
]
QUERIES = [
    {"query": "ERR 5022", "kind": "code", "relevant": ["card-fault"]},
    {"query": "blank screen role", "kind": "symptom", "relevant": ["Blank Screen?"]},
    {"query": "browser cache", "kind": "symptom", "relevant": ["no-fix"]},
    {"query": "zanzibar", "kind": "symptom", "relevant": ["card-fault"]},
    {"query": "bicycle repair", "kind": "symptom", "relevant": []},
]


def gzipped(file: Path, rows: list[dict]) -> Path:
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return file


@pytest.fixture
def corpus(tmp_path):
    return gzipped(tmp_path / "corpus.jsonl.gz", ARTICLES)


@pytest.fixture
def queries(tmp_path):
    return gzipped(tmp_path / "queries.jsonl.gz", QUERIES)


def bench(*arguments: object) -> tuple[str, str]:
    command = [sys.executable, "-m", "bench.search", *map(str, arguments)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


@pytest.mark.databases
def test_a_run_from_files_to_numbers(tmp_path, corpus, queries):
    both = os.environ.get("DATABASE_URL", "").startswith("postgres")
    result = tmp_path / "result.json"

    database = "both" if both else "sqlite"
    said, _ = bench("quality", "--corpus", corpus, "--queries", queries, "--database", database, "--json", result)

    found = json.loads(result.read_text(encoding="utf-8"))
    assert [run["database"] for run in found["runs"]] == (["sqlite", "postgresql"] if both else ["sqlite"])
    for run in found["runs"]:
        ours, *peers = run["systems"]
        assert ours["quality"]["code"]["success@1"] == 1
        # One of three: one answer is another article, and one word stands only in fields that are not indexed.
        assert ours["quality"]["symptom"]["success@1"] == pytest.approx(1 / 3)
        assert ours["quality"]["NONE"] == {"queries": 1, "not sure": 1.0}
        assert ours["nothing fits"].keys() == {"on-topic", "off-topic"}
        assert ours["index"]["articles"] == 3
        assert ours["index"]["bytes"] > 0
        assert ours["times"]["cpu"]["p50"] > 0
        assert peers
        assert all(peer["quality"]["symptom"]["queries"] == 3 for peer in peers)
    assert found["same top ten"] == (1.0 if both else None)
    assert "| this search |" in said


def test_a_kept_database_is_filled_once_and_with_one_thing_only(tmp_path, corpus, queries):
    kept = ("--queries", queries, "--no-peers", "--keep", tmp_path / "kept.sqlite3")

    _, first = bench("speed", *kept, "--corpus", corpus)
    said, second = bench("speed", *kept, "--corpus", corpus, "--copies", "3")

    assert "Loading the articles." in first
    assert "Using the kept database." in second
    assert "| this search | 9 |" in said
    with pytest.raises(AssertionError, match="holds something else"):
        bench("speed", *kept)


def test_places_become_shares():
    answer = measures.Answer(("a", "b", "c"), None, 0.001, 0.002)
    asked = [measures.Query("1", "x", (right,)) for right in ("a", "b", "c", "d")]

    found = measures.quality((query, answer) for query in asked)["x"]

    assert found["success@1"] == 0.25
    assert found["success@3"] == 0.75
    assert found["recall@10"] == 0.75
    assert found["mrr@10"] == pytest.approx((1 + 1 / 2 + 1 / 3) / 4)


def test_any_of_several_right_articles_counts_and_best_asks_for_the_first():
    pairs = [(measures.Query("1", "x", ("a", "b")), measures.Answer(("b", "a"), None, 0, 0))]

    found = measures.quality(pairs)["all"]

    assert (found["success@1"], found["best@1"]) == (1, 0)


def test_the_eleventh_article_is_not_found():
    assert measures.place([str(number) for number in range(1, 12)], ["11"]) is None


def test_a_system_that_never_says_it_is_sure_is_not_called_unsure():
    pairs = [(measures.Query("1", "x", ()), measures.Answer((), None, 0, 0))]

    assert measures.quality(pairs) == {"NONE": {"queries": 1, "not sure": None}}


def test_percentiles_are_times_that_were_measured():
    assert measures.percentiles(number / 1000 for number in range(1, 101)) == {"p50": 50, "p95": 95, "p99": 99}
    assert measures.percentiles([0.002]) == {"p50": 2, "p95": 2, "p99": 2}
    assert measures.percentiles([]) == {}


def test_two_databases_agree_where_the_order_is_the_same():
    one, other = {"a": ["1", "2"], "b": ["1", "2"]}, {"a": ["1", "2"], "b": ["2", "1"]}

    assert measures.agreement(one, other) == 0.5


def test_queries_of_a_table_may_have_several_answers_or_none(tmp_path):
    file = tmp_path / "queries.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerows([["query", "expected_ids", "kind"], ["two\nlines", "C18|A5", "code"], ["other", "NONE", "code"]])

    assert files.queries(file) == [
        measures.Query("two\nlines", "code", ("C18", "A5")),
        measures.Query("other", "code", ()),
    ]


def test_a_limit_takes_queries_from_the_whole_file(queries):
    assert [query.text for query in files.queries(queries, 2)] == ["ERR 5022", "zanzibar"]


def test_a_limit_leaves_out_what_no_article_at_hand_answers(queries):
    kept = files.queries(queries, 5, {"no-fix"})

    assert [query.text for query in kept] == ["browser cache", "bicycle repair"]


def test_only_codes_of_the_title_that_fit_one_line_are_declared():
    assert files.declared_codes(ARTICLES[0]) == ["ERR5022"]
    assert files.declared_codes(ARTICLES[2]) == []


def test_a_corpus_article_can_be_published():
    made = [files.document(row, place, ()) for place, row in enumerate(ARTICLES, start=1)]

    assert [problem for document in made for problem in document.problems()] == []
    assert made[0].steps[0].body == "Fix\nTurn the printer off and on."
    assert "zanzibar" not in json.dumps([document.to_dict() for document in made])


def test_a_text_longer_than_a_step_is_kept_whole_in_several():
    long = "\n\n".join(f"Paragraph {number} says what to do." for number in range(1_500))
    row = {**ARTICLES[0], "symptoms": long, "cause": "x" * 45_000, "resolution": long, "body": ""}
    document = files.document(row, 1, ())

    assert list(document.problems()) == []
    assert "\n\n".join(step.body for step in document.steps) == long
    assert "\n\n".join(symptom.text for symptom in document.symptoms) == long
    assert "".join(document.causes) == "x" * 45_000


def test_share_for_which_nothing_fits_is_told_by_topic():
    asked = [measures.Query("1", "x", ("a",)), measures.Query("2", "x", ("a",)), measures.Query("3", "x", ())]
    said = [measures.Answer((), False, 0, 0, one) for one in (True, False, True)]
    silent = (asked[0], measures.Answer((), None, 0, 0))

    shares = measures.nothing_fits([*zip(asked, said, strict=True), silent])

    assert shares == {"off-topic": 1.0, "on-topic": 0.5}
    system = {"quality": {}, "nothing fits": shares}
    assert "100.0% off-topic, 50.0% on-topic." in "\n".join(report._quality(system))


def test_a_report_says_what_share_has_no_confident_answer():
    system = {"quality": {"NONE": {"queries": 4, "not sure": 0.75}}}

    assert "Queries that nothing answers: 4, 75% without a confident answer." in "\n".join(report._quality(system))
