"""Articles, snippets and notices as files: read with the line of every slip, written in one form."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.catalogue.document import SourceContent
from kb.catalogue.entries import SnippetEntry
from kb.notices.document import NoticeContent, NoticeSource, Update
from kb.transfer import files
from kb.transfer.items import FileProblem
from tests.make import make_document
from tests.transfer.conftest import ARTICLE, CONTENT, NOTICE, OTHER, SNIPPET
from tests.transfer.documents import SLUGS, SOME_LINE, TEXTS, documents

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
AT_ANY_TIME = st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds have no zone


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(documents())
def test_article_is_read_back_as_it_was(document):
    name, text = files.article_file(document)

    item = files.read_article(f"articles/{name}", text)

    assert item.content == document
    assert item.content.fingerprint == document.fingerprint
    assert files.article_file(item.content) == (name, text)


@given(
    st.builds(
        SnippetEntry,
        slug=SLUGS,
        title=SOME_LINE,
        kind=st.sampled_from(["STEP", "NOTE"]),
        body=TEXTS,
        site_advice=st.booleans(),
        sources=st.lists(st.builds(SourceContent, name=SOME_LINE, dated=st.none() | st.dates()), max_size=2).map(tuple),
    )
)
def test_snippet_is_read_back_as_it_was(entry):
    name, text = files.snippet_file(entry)

    assert files.read_snippet(f"snippets/{name}", text).content == entry


@given(
    st.builds(
        NoticeContent,
        slug=SLUGS,
        title=SOME_LINE,
        kind=st.sampled_from(["LIVE", "PLANNED"]),
        severity=st.sampled_from(["HIGH", "MEDIUM", "LOW"]),
        summary=SOME_LINE,
        starts_at=AT_ANY_TIME,
        ends_at=st.none() | AT_ANY_TIME,
        body=st.just("") | TEXTS,
        services=st.lists(SLUGS, max_size=2).map(tuple),
        codes=st.lists(SOME_LINE, max_size=2).map(tuple),
        articles=st.lists(SLUGS, max_size=2).map(tuple),
        source=st.none() | st.builds(NoticeSource, name=SOME_LINE, dated=st.none() | st.dates()),
        updates=st.lists(st.builds(Update, at=AT_ANY_TIME, text=TEXTS), max_size=2).map(tuple),
    ).map(NoticeContent.regular)
)
def test_notice_is_read_back_as_it_was(content):
    name, text = files.notice_file(content)

    assert files.read_notice(f"notices/{name}", text).content == content


def test_file_name_gives_reference_and_slug():
    assert files.read_article(ARTICLE, CONTENT[ARTICLE]).content.reference == "C1"
    assert files.read_article(ARTICLE, CONTENT[ARTICLE]).content.slug == "card-not-read"
    assert files.read_article(OTHER, CONTENT[OTHER]).content.reference == ""
    assert files.read_article(OTHER, CONTENT[OTHER]).content.slug == "no-role"


def test_what_is_left_out_is_empty():
    document = files.read_article(OTHER, "---\ntitle: No role\n---\n").content

    assert (document.summary, document.vendor, document.sources, document.steps) == ("", "", (), ())
    assert document.confidence == "UNVERIFIED"
    assert document.virtual_cards is False


def test_article_is_written_in_the_order_of_the_house_without_empty_keys():
    document = make_document(
        title="Card not read",
        slug="card-not-read",
        reference="C4",
        virtual_cards=True,
        steps=(),
        symptoms=(),
        sources=(SourceContent("NHS England", dated=date(2024, 4, 24), seen="https://example.org/"),),
        review_due=date(2027, 1, 1),
    )

    assert files.article_file(document) == (
        "C4-card-not-read.md",
        "---\ntitle: Card not read\nsummary: The computer does not read the card.\ncategory: signing-in\n"
        "confidence: unverified\nvirtual_cards: true\nsources:\n- name: NHS England\n  dated: 2024-04-24\n"
        "  seen: https://example.org/\nreview_due: 2027-01-01\n---\n",
    )


def test_notice_is_written_in_the_time_of_the_uk():
    content = files.read_notice(NOTICE, CONTENT[NOTICE].replace("2026-11-22T12:00:00+00:00", "2026-06-22")).content

    assert content.starts_at == datetime(2026, 6, 21, 23, tzinfo=UTC)
    assert "starts: 2026-06-22T00:00:00+01:00\n" in files.notice_file(content)[1]


READERS = {"articles": files.read_article, "snippets": files.read_snippet, "notices": files.read_notice}


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        (ARTICLE, "summary:", "sumary:", 3, "'sumary' is not a part of this. Known are title, summary,"),
        (ARTICLE, "title: Card not read", "title: [Card, not, read]", 2, "Write title as one line of text."),
        (ARTICLE, "title: Card not read", "title: {Card: x}", 2, "Write title as one line of text."),
        (ARTICLE, "services:\n- identity-agent", "services: identity-agent", 5, "Write services as a list, one line"),
        (ARTICLE, "- identity-agent", "- {a: b}", 5, "Write services as a list, one line each"),
        (ARTICLE, "- 400_xxx", "- 400_xxx\n-", 12, "Take out the empty line of this list."),
        (ARTICLE, "dated: 2024-04-24", "dated: 24 April 2024", 18, "'24 April 2024' is not a day such as 2026-05-18."),
        (ARTICLE, "dated: 2024-04-24", "dated: 2024-02-30", 18, "'2024-02-30' is not a day such as"),
        (
            ARTICLE,
            "  dated:",
            "  date:",
            18,
            "'date' is not a part of this. Known are name, title, address, dated, seen",
        ),
        (
            ARTICLE,
            "- name: NHS England",
            "- NHS England\n- name: x",
            15,
            "Write sources as a list of entries with name",
        ),
        (
            ARTICLE,
            "confidence: unverified",
            "confidence: unverified\nvirtual_cards: maybe",
            13,
            "virtual_cards must be",
        ),
        (ARTICLE, "confidence: unverified", "confidence: unverified\nreview_due: soon", 13, "'soon' is not a day"),
        (ARTICLE, "title: Card not read", "title: 'Card not read", 2, "The front matter is not YAML"),
        (ARTICLE, "\n---\n\n", "\n\n", 1, "The front matter has no end"),
        (ARTICLE, "## Why it happens", "## Why", 38, "'Why' is no section"),
        (ARTICLE, "## Why it happens", "## What you see", 38, "'What you see' is there twice or out of order"),
        (ARTICLE, "### Take the card out {#nwspvtcb}\n\n", "", 29, "Begin each step with a heading"),
        (ARTICLE, "Result: The box", "Result: A\nResult: The box", 35, "Write 'Applies to:' first"),
        (SNIPPET, "kind: step", "kind: step\nbody: x", 4, "'body' is not a part of this"),
        (SNIPPET, "kind: step", "kind: step\nsite_advice: 1", 4, "site_advice must be true, or be left out."),
        (NOTICE, "starts: 2026-11-22T12:00:00+00:00\n", "", 1, "Say when it starts"),
        (NOTICE, "starts: 2026-11-22T12:00:00+00:00", "starts: noon", 5, "'noon' is not a time such as"),
        (NOTICE, "starts: 2026-11-22", "starts: 0001-11-22", 5, "'0001-11-22T12:00:00+00:00' is not a time"),
        (NOTICE, "- at: 2026-11-22T13:00:00+00:00\n  text", "- text", 14, "Say when each update was made"),
        (NOTICE, "- at: 2026-11-22", "- at: 2026-11-32", 14, "is not a time such as"),
        (
            NOTICE,
            "kind: live",
            "kind: live\nsource: NHS England",
            4,
            "Write source as an entry with name, address, dated.",
        ),
        (NOTICE, "kind: live", "kind: live\nsource:\n  name: x\n  dated: y", 6, "'y' is not a day"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(file, old, new, line, words):
    text = CONTENT[file]
    assert old in text

    found = READERS[file.partition("/")[0]](file, text.replace(old, new, 1))

    assert isinstance(found, FileProblem)
    assert (found.file, found.line) == (file, line)
    assert words in found.message


@pytest.mark.parametrize("name", ["Card.md", "c18-Card.md", "C18.md", "-card.md", "card--x.md", "card_x.md", "é.md"])
def test_file_name_of_another_form_is_refused(name):
    found = files.read_article(f"articles/{name}", CONTENT[OTHER])

    assert str(found) == (
        f"articles/{name}, line 1: Name the file like C18-card-not-read.md or card-not-read.md, "
        "with small letters, digits and single hyphens."
    )


def test_problem_of_a_part_is_named_with_the_line_of_the_part():
    item = files.read_article(ARTICLE, CONTENT[ARTICLE].replace("- Nothing happens.", "- Nothing.\n\n> \n"))

    (problem,) = map(item.problem, item.content.problems())

    assert (problem.line, problem.message) == (27, "Give each sign a text, and say whether it is an exact message.")
