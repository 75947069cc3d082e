"""Articles of a corpus as the files that an import reads."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bench.search import files
from kb.catalogue import codes
from kb.catalogue.document import ArticleDocument, SymptomContent
from kb.catalogue.entries import CodeEntry, MeaningEntry
from kb.catalogue.shelf_entries import CategoryEntry
from kb.transfer import tables
from kb.transfer.code_table import CODES
from kb.transfer.files import article_file

SIGN = "Nobody has said yet what a person sees."


def zipped(rows: list[dict[str, Any]], *, known: set[str]) -> bytes:
    """`known`: keys of the codes that are there already, which keep their meanings."""
    held = io.BytesIO()
    declared: dict[str, str] = {}
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in _documents(rows, declared):
            name, text = article_file(document)
            archive.writestr(f"articles/{name}", text)
        meaning = (MeaningEntry("A code of the corpus.", "In the corpus"),)
        new = [CodeEntry(text, "EXACT", meaning) for key, text in declared.items() if key not in known]
        archive.writestr("codes.csv", CODES.write(new))
        category = CategoryEntry(files.CATEGORY, "All", "All articles of the corpus")
        archive.writestr("categories.csv", tables.CATEGORIES.write([category]))
    return held.getvalue()


def _documents(rows: list[dict[str, Any]], declared: dict[str, str]) -> Iterator[ArticleDocument]:
    """A file of ours needs a sign and a step; what the corpus leaves out is said to be left out."""
    for place, row in enumerate(rows, start=1):
        own = dict.fromkeys(declared.setdefault(codes.normal(text), text) for text in files.declared_codes(row))
        document = files.document(row, place, tuple(own))
        yield replace(document, symptoms=document.symptoms or (SymptomContent("SIGN", SIGN),))
