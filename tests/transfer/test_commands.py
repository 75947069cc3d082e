"""`manage.py import_kb` and `manage.py export_kb`, as an operator meets them."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kb.catalogue import actions, reading
from kb.catalogue.models import Article, Version
from tests.transfer.conftest import ARTICLE, CONTENT, OTHER

pytestmark = pytest.mark.django_db


def run(*words) -> str:
    said = StringIO()
    call_command(*map(str, words), stdout=said)
    return said.getvalue()


def edited(title: str) -> None:
    article = Article.objects.with_parts().get(reference="C1")
    actions.put_live(replace(reading.document_of(article), title=title), actions.Publication(by=None, article=article))


def test_import_says_what_it_did(files):
    said, *better = run("import_kb", files.root).splitlines()

    assert said == f"Imported from {files.root}: added 17, changed 0, unchanged 0."
    assert better[0] == "These could be said better; nothing was held back for them:"
    assert [line.partition(": No step")[0] for line in better[1:]] == [f"{OTHER}, line 1"]


def test_second_import_says_that_nothing_has_changed(files):
    run("import_kb", files.root)

    assert run("import_kb", files.root) == "Nothing has changed (17 compared).\n"


def test_bad_files_are_listed(files):
    files.edit(ARTICLE, "- identity-agent", "- identity-agant")
    files.edit(OTHER, "title: No role to choose\n", "")

    with pytest.raises(CommandError) as refused:
        run("import_kb", files.root)

    assert str(refused.value).splitlines() == [
        "Nothing was imported. Mend these first:",
        f"{ARTICLE}, line 6: There is no service 'identity-agant'. Add it, or mend the name.",
        f"{OTHER}, line 1: Enter a title that says what the person sees.",
    ]


def test_what_was_edited_here_is_listed_with_the_way_on(files):
    run("import_kb", files.root)
    edited("Our own title")

    with pytest.raises(CommandError) as refused:
        run("import_kb", files.root)

    assert refused.value.returncode == 2
    assert str(refused.value).splitlines() == [
        "These were changed here since they were last imported, and stay as they are:",
        f"{ARTICLE}: the article “Our own title” was changed here",
        "With --replace the files' texts become the next version; the texts of now are kept.",
    ]


def test_replace_makes_the_files_the_next_version(files):
    run("import_kb", files.root)
    edited("Our own title")

    assert "changed 1" in run("import_kb", files.root, "--replace")
    assert Version.objects.filter(article__reference="C1").count() == 3


def test_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"^There is no folder .*nowhere\.$"):
        run("import_kb", tmp_path / "nowhere")


def test_folder_without_content_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="There is nothing here to import"):
        run("import_kb", tmp_path)


def test_if_empty_brings_content_into_an_empty_catalogue(files):
    assert "added 17" in run("import_kb", files.root, "--if-empty")


def test_if_empty_leaves_a_catalogue_with_articles_alone(files):
    run("import_kb", files.root)
    edited("Our own title")

    assert run("import_kb", files.root, "--if-empty") == ""
    assert Article.objects.get(reference="C1").title == "Our own title"


def test_if_empty_leaves_a_catalogue_alone_whose_articles_were_withdrawn(files):
    run("import_kb", files.root)
    for article in Article.objects.all():
        actions.withdraw(article=article, by=None, why="Not ours.")

    assert run("import_kb", files.root, "--if-empty") == ""
    assert not Article.objects.live().exists()


def test_export_writes_into_a_new_folder(files, tmp_path):
    run("import_kb", files.root)

    assert run("export_kb", tmp_path / "new" / "out") == f"Wrote 17 files into {tmp_path / 'new' / 'out'}.\n"
    assert (tmp_path / "new" / "out" / ARTICLE).read_text(encoding="utf-8") == CONTENT[ARTICLE]


def test_export_names_files_that_are_not_part_of_it(files):
    run("import_kb", files.root)
    files.rename(OTHER, "articles/role-list-empty.md")

    assert run("export_kb", files.root).splitlines()[1:] == [
        "These were there before and are not part of it: articles/role-list-empty.md."
    ]


def test_export_onto_a_file_is_one_sentence(tmp_path):
    (tmp_path / "out").write_text("")

    with pytest.raises(CommandError, match=r"^Cannot write .*out"):
        run("export_kb", tmp_path / "out")


def test_export_names_what_no_file_can_say(files, tmp_path, monkeypatch):
    run("import_kb", files.root)
    article = Article.objects.with_parts().get(reference="C1")
    document = replace(reading.document_of(article), background="Words.\n")
    actions.put_live(document, actions.Publication(by=None, article=article))

    with pytest.raises(CommandError, match=r"^Nothing was exported\. Mend these first:\narticles/C1-card-not-read\.md"):
        run("export_kb", tmp_path / "out")

    assert not (tmp_path / "out").exists()
