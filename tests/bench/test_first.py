"""What a visitor sees first, and the words that must not fail."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from bench.search import files, first, report, worker
from bench.search.__main__ import main
from bench.search.measures import Query, first_seen
from kb.catalogue import reading
from kb.catalogue.models import Article

MUST_NOT_FAIL = Path(settings.BASE_DIR) / "bench" / "search" / "must-not-fail.csv"
BOXES = {"#start", "#companies", "#live-issues", "#who-can-help", "#urgent"}
A, B = '<a href="/articles/a/">A</a>', '<a href="/articles/b/">B</a>'
ITEM = f'<li class="kb-articles__item"><h2>{A}</h2><p><a href="/articles/a/#step">here</a></p></li>'
START = f'<section class="kb-best"><h2 id="start">Where?</h2>{A}{B}</section>'
BEST = f'<section class="nhsuk-u kb-best"><h2 id="best-answer">{B}</h2><p>{B}</p></section>'
WORD = '<section class="kb-word"><a href="/articles/c/">More</a><br><a href="/words/#ra">All words</a></section>'
AROUND = '<section class="kb-understood"><ul><li><a href="/codes/1/">1</a></li></ul></section>'


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (AROUND + ITEM, "/articles/a/"),
        (BEST + ITEM, "/articles/b/"),
        (START + BEST + ITEM, "#start"),
        (WORD + ITEM, "/articles/a/"),
        (
            '<p class="kb-action"><a href="/notices/"><svg><path d="M1" /></svg>Live</a><a href="tel:1">1</a></p>'
            + ITEM,
            "/notices/",
        ),
        (AROUND, ""),
    ],
)
def test_first_is_what_answers_and_not_what_goes_with_it(page, name):
    assert first.first_of(page, words=False) == name


def test_meaning_of_a_word_is_first_where_it_was_asked_for():
    assert first.first_of(AROUND + WORD + ITEM, words=True) == "/words/#ra"


@pytest.mark.usefixtures("shipped")
def test_box_of_the_site_is_what_is_asked():
    asked = {
        "There was a problem reading your Smartcard": "C04",
        "not working": "#start",
        "what does sopin mean": "/words/#sopin",
        "ERR1002": "/codes/ERR1002/",
        "qqqq zzzz": "",
    }
    right = [Query(text, "right", (name,)) for text, name in asked.items() if name]
    wrong = [Query("not working", "wrong", ("A3",), "locked"), Query("qqqq zzzz", "wrong", ("#urgent",), "patient")]

    found = worker.seen_first(right + wrong)

    assert found == {
        "kinds": {"right": {"right": 4, "queries": 4}, "wrong": {"right": 0, "queries": 2}},
        "misses": [
            {"need": "locked", "query": "not working", "wanted": "A3", "seen": "#start"},
            {"need": "patient", "query": "qqqq zzzz", "wanted": "#urgent", "seen": ""},
        ],
    }


def test_report_names_each_miss_and_counts_them_by_need():
    queries = [Query("a", "article need", ("A3",), "locked"), Query("b", "article need", ("C4", "C16"), "reader")]
    run = {"database": "sqlite", "first": first_seen(queries, ["A3", ""])}
    machine = {"cores": 2, "load before": "0", "load after": "0"}

    said = list(report.lines("first", {"machine": machine, "runs": [run], "same top ten": None}))

    assert "| article need | 2 | 1 | 0.500 |" in said
    assert "| reader | 1 |" in said
    assert "| reader | b | C4\\|C16 | nothing |" in said


def test_first_is_of_our_own_articles_only(tmp_path, capsys):
    corpus = tmp_path / "corpus.jsonl"
    corpus.touch()

    with pytest.raises(SystemExit):
        main(["first", "--queries", str(MUST_NOT_FAIL), "--corpus", str(corpus)])

    assert "leave --corpus out" in capsys.readouterr().err


# --- The words that must not fail ----------------------------------------------------------------------------------


def test_forty_needs_have_ten_wordings_each_and_none_stands_twice():
    queries = files.queries(MUST_NOT_FAIL)
    needs = Counter(query.need for query in queries)

    assert (len(needs), set(needs.values())) == (40, {10})
    assert Counter(" ".join(query.text.casefold().split()) for query in queries).most_common(1)[0][1] == 1


@pytest.mark.usefixtures("shipped")
def test_what_must_come_first_is_there(client):
    queries = files.queries(MUST_NOT_FAIL)
    wanted = {(query.kind, name) for query in queries for name in query.relevant}
    references = {name for _, name in wanted if name[0] not in "/#"}
    words = {name.removeprefix("/words/#") for _, name in wanted if name.startswith("/words/#")}
    pages = {name for _, name in wanted if name[0] == "/" and "#" not in name}

    assert all(query.relevant for query in queries)
    assert references == set(
        Article.objects.live().filter(reference__in=references).values_list("reference", flat=True)
    )
    assert words == words & {entry.slug for entry in reading.words()}
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert {name for _, name in wanted if name[0] == "#"} <= BOXES
    assert {kind for kind, name in wanted if name in references} <= {"article need", "page need"}
    assert {kind for kind, name in wanted if name not in references} == {"page need"}
