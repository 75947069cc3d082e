"""The one table of an article's parts agrees with what holds them."""

from dataclasses import fields as held_by
from datetime import date
from pathlib import Path
from types import GenericAlias

import pytest
from django.conf import settings

from kb.catalogue import fields
from kb.catalogue.contents import CONTENTS
from kb.catalogue.document import ArticleDocument
from kb.catalogue.fields import Part, PartKind
from kb.catalogue.models import Article
from kb.transfer.files import read_article

# What an import of an earlier state remembered of these files: a database of that time must find them unchanged.
SHIPPED = {
    "A1-care-identity-management-problems.md": "db36645d178144354672d14001799da439d913f6fe6ad55e2a98a94925a3c337",
    "C04-problem-reading-your-smartcard.md": "fe879ee34af21a3146b64d97134ba6e5661f150365c4434bba4f2c863fe7dbd8",
    "C12-error-on-a-second-smartcard.md": "ceaf69bdc711caa02e1bafadf5c41da7887d8e7dbd98718fb10ac810fc3d3a17",
    "C18-smartcard-authentication-failure.md": "13cf4dca8db8e21ab30845722b8adc017d3ee25eb1d306770c4f2c821a05180d",
    "C20-imprivata-virtual-smartcards.md": "a972733e8f4e9723efb5ab0289936e086590ce1eedcd3a380396cad7eda20327",
    "X14-lost-stolen-or-misused-smartcard.md": "0cad10fb460a63851660b8d1b42a7c146ce81de54ff35e05fc04765d6a0b8d6b",
}


def type_of(part: Part) -> object:
    if part.kind is PartKind.NAMES or part.is_texts:
        return tuple[str, ...]
    if part.kind is PartKind.ROWS:
        return GenericAlias(tuple, (CONTENTS[part.name], ...))
    return {PartKind.DAY: date | None, PartKind.FLAG: bool}.get(part.kind, str)


def held(content: type, *beside: str) -> dict[str, object]:
    return {one.name: one.type for one in held_by(content) if one.name not in beside}


def test_table_names_every_field_of_a_document_with_its_type():
    assert held(ArticleDocument, "schema", "more") == {part.name: type_of(part) for part in fields.ARTICLE}


@pytest.mark.parametrize("name", CONTENTS)
def test_table_names_every_field_of_a_row_with_its_type(name):
    assert held(CONTENTS[name], "more") == {part.name: type_of(part) for part in fields.of(name).parts}


def test_rows_hold_a_content_or_a_text_each():
    assert {name for name, part in fields.ROWS.items() if not part.is_texts} == set(CONTENTS)


def test_what_is_kept_in_a_column_of_its_name_has_one_of_that_length():
    columns = {column.name: column for column in Article._meta.concrete_fields}
    kept = [part for part in fields.ARTICLE if part.is_column]

    assert kept
    assert [part.name for part in kept if part.name not in columns] == []
    assert [part.name for part in kept if part.longest and columns[part.name].max_length != part.longest] == []


def test_choice_has_its_choices_and_words_for_each():
    parts = [*fields.ARTICLE, *(one for part in fields.ARTICLE for one in part.parts)]
    choices = [part for part in parts if part.kind is PartKind.CHOICE]

    assert choices
    assert [part.name for part in choices for value in part.choices or [""] if not part.said(value)] == []


@pytest.mark.parametrize("file", SHIPPED)
def test_fingerprint_of_a_shipped_file_is_what_it_was(file):
    text = Path(settings.BASE_DIR, "fixtures", "articles", file).read_text(encoding="utf-8")

    assert read_article(file, text).content.fingerprint == SHIPPED[file]
