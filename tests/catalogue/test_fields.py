"""The one table of an article's parts agrees with what holds them."""

from dataclasses import fields as held_by
from datetime import date
from types import GenericAlias

import pytest

from kb.catalogue import fields
from kb.catalogue.contents import CONTENTS
from kb.catalogue.document import ArticleDocument
from kb.catalogue.fields import Part, PartKind
from kb.catalogue.models import Article


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
