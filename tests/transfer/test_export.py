"""Taking everything out: the same files as came in, or a word about what no file can say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.catalogue import actions, reading
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.models import Article, Service
from kb.catalogue.shelf_entries import VendorEntry
from kb.catalogue.start import ShortcutEntry
from kb.checks import CheckContext, check
from kb.transfer import folder
from kb.transfer.actions import FilesBroken, bring_in, take_out
from tests.conftest import FIXTURES
from tests.make import make_article, make_code, make_service, make_snippet, make_vendor
from tests.transfer.conftest import ARTICLE, OTHER
from tests.transfer.documents import documents

pytestmark = pytest.mark.django_db


def held(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def exported(root: Path) -> dict[str, bytes]:
    take_out(root=root)
    return held(root)


def refusals(root: Path) -> list[str]:
    with pytest.raises(FilesBroken) as broken:
        take_out(root=root)
    assert not root.exists()
    return [str(problem) for problem in broken.value.problems]


@pytest.mark.usefixtures("shipped")
def test_shipped_content_is_written_back_byte_for_byte(tmp_path):
    assert exported(tmp_path / "out") == held(FIXTURES)


@pytest.mark.usefixtures("shipped")
def test_shipped_content_that_was_written_back_changes_nothing(tmp_path):
    exported(tmp_path / "out")

    assert bring_in(root=tmp_path / "out", by=None).did_nothing


def test_meaning_that_an_article_answers_travels_byte_for_byte(files, tmp_path):
    files.edit("codes.csv", "ERR5022,exact,,,It could not be completed.", "ERR5022,exact,,agent,It could not.")
    row = "ERR5022,exact,,windows,Too little memory.,Windows,,,,Error 5022,\n"
    files.write("codes.csv", files.text("codes.csv") + row)
    mentions, meanings = "mentions:\n- 400_xxx\n", "meanings:\n- code: ERR5022\n  key: windows\n"
    files.edit(ARTICLE, mentions, mentions + meanings)
    files.bring_in()

    assert exported(tmp_path / "out") == held(files.root)
    assert files.bring_in().did_nothing

    files.edit(ARTICLE, "key: windows", "key: mac")
    assert files.problems() == [f"{ARTICLE}, line 14: ERR5022 has no meaning 'mac'."]


def test_small_folder_is_written_back_byte_for_byte(files, tmp_path):
    files.bring_in()

    assert exported(tmp_path / "out") == held(files.root)


def test_empty_knowledge_base_is_tables_without_rows(tmp_path):
    out = exported(tmp_path / "out")

    assert sorted(out) == sorted(table.file for _, table in folder.TABLES)
    assert out["categories.csv"] == b"slug,name,summary\n"
    assert bring_in(root=tmp_path / "out", by=None).did_nothing


def test_what_was_made_here_is_written_and_comes_back_as_nothing_new(files, tmp_path):
    make_service("local-two")
    make_service("local-one")
    make_code("LOCAL1", spellings=("local one",), search_spellings=("loc 1", "loc, 2"))
    files.bring_in()
    make_article(
        slug="local-page",
        category="elsewhere",
        services=("local-one", "identity-agent"),
        codes=("LOCAL1",),
        sources=(SourceContent("A source", dated=date(2024, 1, 1)),),
        symptoms=(SymptomContent("SIGN", "One\n\ntwo"), SymptomContent("EXACT", "Three \n\n four")),
        steps=(StepContent("USER", title="Look: here", body="Result: none\n\n{{ snippet x }}", expected="'Yes'"),),
        background="```\n## x\n```",
    )

    exported(tmp_path / "out")

    assert bring_in(root=tmp_path / "out", by=None).did_nothing
    assert [service.slug for service in Service.objects.in_order()] == ["local-one", "local-two", "identity-agent"]


def may_go_live(document: ArticleDocument) -> bool:
    """The import takes no other: what the checks call an error comes back from no file."""
    return not any(finding.is_error for finding in check(document, CheckContext()))


def with_a_sign(document: ArticleDocument) -> ArticleDocument:
    return replace(document, symptoms=document.symptoms or (SymptomContent("SIGN", "It does not work."),))


NOTHING = st.just(())
PAGES = (
    documents(confidence=st.just("UNVERIFIED"), reference=st.just(""), codes=NOTHING, mentions=NOTHING, related=NOTHING)
    .map(with_a_sign)
    .filter(may_go_live)
)


@pytest.mark.either
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=15)
@given(st.lists(PAGES, min_size=1, max_size=3, unique_by=lambda document: document.slug))
def test_odd_but_valid_articles_come_back_as_they_were(tmp_path_factory, pages):
    root = tmp_path_factory.mktemp("odd")
    with transaction.atomic():
        for document in pages:
            if document.vendor:
                make_vendor(document.vendor)
            make_article(**{name: value for name, value in vars(document).items() if name != "schema"})
        first = exported(root / "first")
        assert bring_in(root=root / "first", by=None).did_nothing
        transaction.set_rollback(True)
    with transaction.atomic():
        bring_in(root=root / "first", by=None)
        assert exported(root / "second") == first
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"background": "\nA line above."}, "background"),
        ({"background": "A line below.\n"}, "background"),
        ({"steps": (StepContent("IT", title="a", body="b"), StepContent("USER", title="c", body="d"))}, "steps"),
        ({"causes": ("The driver.\n\n",)}, "causes"),
    ],
)
def test_what_no_file_can_say_is_named_and_nothing_is_written(tmp_path, facts, field):
    make_article(slug="odd-page", reference="C7", **facts)

    (problem,) = refusals(tmp_path / "out")

    assert problem.startswith("articles/C7-odd-page.md, line ")
    assert problem.endswith(f": No file can say this exactly. Edit it here first: {field}.")


def test_cells_and_snippets_that_no_file_can_say_are_named(tmp_path):
    make_vendor(summary=" Not supported here.")
    make_snippet("checks", body="\n\nLook.")

    assert refusals(tmp_path / "out") == [
        "vendors.csv, line 2: No file can say this exactly. Edit it here first: summary.",
        "snippets/checks.md, line 1: No file can say this exactly. Edit it here first: body.",
    ]


def test_withdrawn_article_stays_behind_and_so_does_the_way_to_it(files, tmp_path):
    files.bring_in()
    actions.withdraw(article=Article.objects.get(slug="no-role"), by=None, why="Not true here.")

    out = exported(tmp_path / "out")

    assert OTHER not in out
    assert ARTICLE in out
    assert out["shortcuts.csv"] == b"label,article,question\n"


def test_renamed_article_has_a_file_of_its_new_name(files, tmp_path):
    files.bring_in()
    article = Article.objects.with_parts().get(slug="no-role")
    actions.put_live(
        replace(reading.document_of(article), slug="role-missing"), actions.Publication(by=None, article=article)
    )
    actions.save_shortcut(entry=ShortcutEntry("There is no role", "role-missing", 1), by=None)

    out = exported(tmp_path / "out")

    assert "articles/role-missing.md" in out
    assert OTHER not in out


def test_odd_snippets_and_vendors_come_back(tmp_path):
    body = "    code\n\n---\n## x\n{{ x }}"
    actions.save_snippet(entry=SnippetEntry("odd", "It's: “odd”", "NOTE", body, sources=(SourceContent("x"),)), by=None)
    actions.save_vendor(entry=VendorEntry("odd", 'The "odd", Ltd', "-", "=x", tell=("a,b", "'c'")), by=None)

    exported(tmp_path / "out")

    assert bring_in(root=tmp_path / "out", by=None).did_nothing


# --- What a newer version said -------------------------------------------------------------------------------------

NEWER = """more:
  article: '{"colour":"red"}'
  symptoms.1: '{"seen_in":["Edge"]}'
  steps.nwspvtcb: '{"minutes":{"most":5}}'
"""


def test_what_a_newer_version_said_goes_out_and_comes_in_again(files, tmp_path):
    text = files.text(ARTICLE)
    front, fence, body = text.partition("---\n\n")
    files.write(ARTICLE, f"{front}{NEWER}{fence}{body}")
    files.bring_in()

    article = reading.document_of(Article.objects.with_parts().first())
    assert article.more == '{"colour":"red"}'
    assert article.steps[0].more == '{"minutes":{"most":5}}'
    assert exported(tmp_path / "out") == held(files.root)
    assert bring_in(root=tmp_path / "out", by=None).did_nothing


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('  article: \'{"title":"Another"}\'\n', "title has a place of its own"),
        ("  steps.nwspvtcb: words\n", "cannot be read"),
        ("  steps.bcdfghjk: '{\"minutes\":5}'\n", "'steps.bcdfghjk' is not a part of this"),
    ],
)
def test_what_a_newer_version_cannot_have_said_is_refused_with_its_line(files, line, fault):
    front, fence, body = files.text(ARTICLE).partition("---\n\n")
    files.write(ARTICLE, f"{front}more:\n{line}{fence}{body}")
    with pytest.raises(FilesBroken) as broken:
        files.bring_in()

    (problem,) = broken.value.problems
    assert fault in problem.message
    assert problem.line == front.count("\n") + 2
