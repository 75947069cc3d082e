"""A file that still holds what was erased is refused by name, and so is whoever publishes it."""

from io import BytesIO

import pytest

from kb.catalogue.actions import (
    NotPublishable,
    Publication,
    add_image,
    erase_image,
    erase_words,
    put_live,
    save_snippet,
)
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.models import Article
from kb.checks import check
from kb.checks.context import context_of
from kb.editing.review import approving, submitting
from kb.lib.markdown import picture_mark
from kb.media.images import ImageRefused
from kb.transfer.actions import FilesBroken, bring_in, take_out
from tests.make import make_article, make_document, make_draft
from tests.media.pictures import dialog, saved
from tests.transfer.conftest import ARTICLE, NOTICE, SNIPPET

pytestmark = pytest.mark.django_db
SECRET, WHY = "Zebrafish Quartz", "A patient was named"
SHOWING = "---\ntitle: Try the general checks\nkind: step\n---\n\n{}\n"
AGAIN = "Here stand words that were erased from this site for good. Take them out."


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.MAIL_FOLDER = tmp_path / "mail"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (ARTICLE, "The driver is old.", "Ask zebrafish\n  QUARTZ."),
        (ARTICLE, "title: Card not read", "title: The card of Zebrafish Quartz"),
        (SNIPPET, "Look at the card.", "Look at *Zebrafish* Quartz."),
        (NOTICE, "Wait and try again.", "Wait for Zebrafish Quartz."),
        ("contacts.csv", "IT desk", "Zebrafish Quartz"),
        ("words.csv", "The local team.", "Zebrafish Quartz knows."),
        ("synonyms.csv", "PIN code", "Zebrafish Quartz"),
        ("answers.csv", "is it down", "Zebrafish Quartz"),
        ("codes.csv", "Sign-in failed.", "Zebrafish Quartz failed."),
        ("services.csv", "Reads the card.", "Reads Zebrafish Quartz."),
    ],
)
@pytest.mark.parametrize("replace", [False, True])
def test_file_with_erased_words_is_refused_by_name_and_line(files, file, old, new, replace):
    make_article(title=SECRET)
    erase_words(words=SECRET, reason=WHY, by=None)
    files.edit(file, old, new)
    number = Article.objects.count()

    with pytest.raises(FilesBroken) as broken:
        bring_in(root=files.root, by=None, replace=replace)

    (problem,) = [problem for problem in broken.value.problems if problem.message == AGAIN]
    assert problem.file == file
    lines = files.root.joinpath(file).read_text().splitlines()
    assert "zebrafish" in "\n".join(lines[problem.line - 1 : problem.line + 1]).lower()
    assert "Zebrafish" not in str(broken.value)
    assert Article.objects.count() == number


def test_folder_that_was_exported_before_does_not_bring_it_back(files, tmp_path):
    bring_in(root=files.root, by=None)
    erase_words(words="The driver is old", reason=WHY, by=None)

    with pytest.raises(FilesBroken, match="erased from this site"):
        bring_in(root=files.root, by=None, replace=True)
    out = tmp_path / "out"
    take_out(root=out)

    assert bring_in(root=out, by=None).did_nothing


def test_image_that_was_erased_is_not_taken_in_again(editor, files):
    upload = saved(dialog(), "PNG")
    image = add_image(upload=BytesIO(upload), name="a.png", alt="A dialog", by=editor)
    data = bytes(image.blob.content)
    erase_image(image=image, reason=WHY, by=editor)
    other = f"{'b' * 32}-{image.name.partition('-')[2]}"

    for name in (image.name, other):
        files.write(f"images/{name}", data)
        files.write(SNIPPET, SHOWING.format(picture_mark(name, "A dialog")).encode())
        with pytest.raises(FilesBroken, match="image was erased"):
            bring_in(root=files.root, by=None)
    with pytest.raises(ImageRefused, match="erased"):
        add_image(upload=BytesIO(upload), name="a.png", alt="A dialog", by=editor)


def test_document_with_erased_words_is_not_put_live():
    article = make_article(background=f"Ask {SECRET}.")
    erase_words(words=SECRET, reason=WHY, by=None)

    with pytest.raises(NotPublishable) as refused:
        put_live(make_document(causes=("x", f"See {SECRET}.")), Publication(by=None, article=article))

    assert [(problem.path, problem.message) for problem in refused.value.problems] == [("causes.2", AGAIN)]
    with pytest.raises(NotPublishable):
        save_snippet(entry=SnippetEntry("x", "x", "NOTE", SECRET), by=None)


def test_editor_is_told_where_and_a_reviewer_cannot_publish_it(editor, reviewer):
    make_article(background=SECRET)
    erase_words(words=SECRET, reason=WHY, by=None)
    draft = make_draft(by=editor, summary=f"Ask {SECRET}.")
    document = draft.revisions.get().document

    found = [one for one in check(document, context_of(document)) if one.message == AGAIN]
    draft = submitting.submit(draft=draft, by=editor, why="New")

    assert [(one.field, one.is_error) for one in found] == [("summary", True)]
    with pytest.raises(NotPublishable):
        approving.approve(draft=draft, revision=draft.revisions.get(), by=reviewer)


def test_words_that_are_not_those_are_published():
    make_article(background=SECRET)
    erase_words(words=SECRET, reason=WHY, by=None)

    make_article(background="Quartz Zebrafish, zebrafish and quartz")


def test_editor_is_told_where_words_were_erased(editor):
    article = make_article(background=f"Ask {SECRET}.")
    erase_words(words=SECRET, reason=WHY, by=None)
    document = make_draft(by=editor, article=article).revisions.get().document

    found = [one for one in check(document, context_of(document)) if "[removed]" in one.message]

    assert [(one.field, one.is_error) for one in found] == [("background", False)]
