"""The files a run is given: articles as JSON lines, queries as JSON lines or CSV, each plain or gzipped. Pure."""

import csv
import gzip
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

from bench.search.measures import NONE, Query
from kb.catalogue import codes, limits
from kb.catalogue.document import ArticleDocument, StepContent, SymptomContent
from kb.lib.text import LONGEST_TEXT, line_fault

CATEGORY = "all"
_HEADING = re.compile(r"^(?:\s*#+)+[ \t]*", re.MULTILINE)


def _open(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8", newline="")
    return file.open(encoding="utf-8", newline="")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with _open(file) as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def articles(file: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """Fields: id, title, symptoms, cause, resolution, body, codes. Any others are never looked at."""
    return list(_lines(file))[:limit]


def queries(file: Path, limit: int | None = None, known: Collection[str] = ()) -> list[Query]:
    """With a limit, every n-th of those that the known articles answer, so that each kind is there."""
    if ".csv" in file.suffixes:
        with _open(file) as rows:
            found = [
                Query(row["query"], row["kind"], _ids(row["expected_ids"].split("|")), row.get("need", ""))
                for row in csv.DictReader(rows)
            ]
    else:
        found = [Query(row["query"], row["kind"], _ids(row["relevant"])) for row in _lines(file)]
    if limit is None:
        return found
    fit = [query for query in found if not query.relevant or not known or set(query.relevant) & set(known)]
    return fit[:: max(1, -(-len(fit) // limit))]


def _ids(ids: list[str]) -> tuple[str, ...]:
    return tuple(one.strip() for one in ids if one.strip() not in {"", NONE})


def reference(place: int) -> str:
    """The n-th article of a corpus, in a form that the catalogue takes, whatever the file's own ids look like."""
    return f"D{place}"


def _clean(text: str) -> str:
    """Without the characters that the catalogue refuses."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t").strip()


def declared_codes(row: dict[str, Any]) -> list[str]:
    """Codes of the title are those the article answers."""
    texts = [code["text"] for code in row.get("codes", ()) if code["where"] == "title"]
    fit = [text for text in texts if codes.normal(text) and not line_fault("code", text, limits.CODE["code"])]
    return list({codes.normal(text): text for text in reversed(fit)}.values())[::-1]


def pieces(text: str) -> Iterator[str]:
    """No longer than the catalogue takes, each ending where a paragraph, a line or a word ends, if one does."""
    while len(text) > LONGEST_TEXT:
        within = text[:LONGEST_TEXT]
        end = next((at for mark in ("\n\n", "\n", " ") if (at := within.rfind(mark)) > 0), LONGEST_TEXT)
        yield within[:end].strip()
        text = text[end:].strip()
    if text:
        yield text


def document(row: dict[str, Any], place: int, declared: tuple[str, ...]) -> ArticleDocument:
    title = " ".join(_clean(row["title"]).split())[: limits.ARTICLE["title"]].strip() or f"Article {place}"
    fix = _HEADING.sub("", _clean(f"{row.get('resolution', '')}\n\n{row.get('body', '')}")).strip()
    symptoms, cause = _clean(row.get("symptoms", "")), _clean(row.get("cause", ""))
    return ArticleDocument(
        title=title,
        slug=reference(place).lower(),
        summary=title,
        category=CATEGORY,
        reference=reference(place),
        codes=declared,
        symptoms=tuple(SymptomContent("EXACT", piece) for piece in pieces(symptoms)),
        causes=tuple(pieces(cause)),
        steps=tuple(StepContent("IT", title="What to do", body=piece) for piece in pieces(fix)),
    )
