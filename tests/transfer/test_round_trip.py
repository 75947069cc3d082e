"""One article through every door: file, rows, the form sent unchanged, review, version, restore, and a file again."""

import pytest

from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.editing.compare.diff import compare
from kb.editing.drafts import actions as drafting
from kb.editing.editor.form_data import data_from, document_from
from kb.editing.models import Draft
from kb.editing.review import approving, submitting
from kb.editing.upkeep import actions as upkeep
from kb.transfer.actions import take_out
from kb.transfer.files import article_file, read_article
from kb.transfer.reviews import of_article
from tests.editing.pages import EXTRA, address, form_of
from tests.transfer.conftest import ARTICLE, the_article

pytestmark = pytest.mark.django_db

MORE = """more:
  article: '{"colour":"red"}'
  symptoms.2: '{"seen_in":["Edge"]}'
  steps.rwcdpjcm: '{"minutes":{"most":5}}'
"""
QUESTIONS = "## Ask the person first\n\n- Which card?\n\n## What to do: user"


@pytest.fixture
def whole(files):
    """The article of the small folder, with something in every part that came later."""
    files.edit(ARTICLE, "vendor: isosec\n", "place: '3'\nvendor: isosec\nacts: local_admin\n")
    files.edit(ARTICLE, "## What to do: user", QUESTIONS)
    files.edit(ARTICLE, "Result: The box opens.\n", "Result: The box opens.\nFor codes: ERR5022, 400_xxx\n")
    files.edit(ARTICLE, "{#rwcdpjcm}\n", "{#rwcdpjcm}\n\nFor codes: all\n")
    files.edit(ARTICLE, "  dated: 2024-04-24\n---\n", f"  dated: 2024-04-24\n  more: '{{\"trust\":1}}'\n{MORE}---\n")
    files.bring_in()
    return files


def published(draft: Draft, editor, reviewer) -> Article:
    draft.refresh_from_db()
    submitting.submit(draft=draft, by=editor, why="Once round")
    draft.refresh_from_db()
    approving.approve(draft=draft, revision=drafting.latest(draft), by=reviewer)
    return the_article()


def test_article_comes_out_as_it_went_in(whole, editor, reviewer, signed_in, tmp_path):
    before = document_of(the_article())
    draft = drafting.begin(by=editor, article=the_article())
    signed_in(editor).post(address(draft), form_of(draft, **EXTRA))
    article = published(draft, editor, reviewer)
    version = ArticleDocument.from_dict(article.versions.get(number=2).document)
    restored = upkeep.restore(article=article, version=1, by=editor)
    again = published(restored, editor, reviewer)
    take_out(root=tmp_path / "out")

    assert all(
        (before.acts, before.place, before.more, before.questions, before.steps[0].codes, before.steps[1].general)
    )
    assert compare(before, version) == ()
    assert before == version == document_of(again)
    # It was reviewed on the way, and the file says so; the rest is as it was, byte for byte.
    review = article_file(document_of(again), of_article(the_article(), document_of(again)))[1].partition("review:\n")[
        2
    ]
    review = "review:\n" + review.partition("more:\n")[0]
    written = (tmp_path / "out" / ARTICLE).read_text()
    assert review.startswith("review:\n  by: The reviewer\n  day: ")
    assert written.replace(review, "") == whole.text(ARTICLE)
    assert whole.bring_in().did_nothing


@pytest.mark.usefixtures("shipped")
def test_every_shipped_article_goes_through_form_and_file_unchanged():
    documents = [document_of(article) for article in Article.objects.with_parts()]

    assert len(documents) > 40
    for document in documents:
        assert document_from(data_from(document)) == document
        assert read_article(*article_file(document)).content == document
        assert ArticleDocument.from_dict(document.to_dict()) == document
