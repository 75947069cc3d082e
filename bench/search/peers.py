"""Other full-text searches on the same texts, each in its best plain set-up: stems, weights, words OR'd."""

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, Protocol

from django.db import Error, connection

from bench.search.engine import Text
from bench.search.measures import TOP
from bench.search.trouble import tell

_WORD = re.compile(r"\w+")


class Peer(Protocol):
    name: str

    def build(self, texts: Sequence[Text]) -> None: ...
    def size(self) -> int: ...
    def search(self, text: str) -> list[str]: ...


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(text.lower())))[:200]


class Tantivy:
    """English stems, any word; the title by itself beside the whole text, which did better than three fields."""

    name = "tantivy (stems, OR, title boost)"
    boosts: ClassVar = {"title": 0.5, "text": 1.0}

    def __init__(self, folder: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
        for name in self.boosts:
            builder.add_text_field(name, tokenizer_name="en_stem")
        self.folder = folder / "tantivy"
        self.folder.mkdir()
        self.index = tantivy.Index(builder.build(), path=str(self.folder))

    def build(self, texts: Sequence[Text]) -> None:
        import tantivy

        writer = self.index.writer(num_threads=1)
        for text in texts:
            whole = "\n".join((text.title, text.symptoms, text.body))
            writer.add_document(tantivy.Document(id=text.id, title=text.title, text=whole))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def size(self) -> int:
        return sum(file.stat().st_size for file in self.folder.iterdir())

    def search(self, text: str) -> list[str]:
        words = " ".join(f'"{word}"' for word in _words(text))
        query, _ = self.index.parse_query_lenient(words, list(self.boosts), field_boosts=self.boosts)
        return [self.searcher.doc(at)["id"][0] for _, at in self.searcher.search(query, TOP).hits]


class Fts5:
    """Porter stems, any word, weighted bm25."""

    name = "SQLite FTS5 (porter, OR, weighted bm25)"

    def __init__(self, folder: Path) -> None:
        self.file = folder / "fts5.sqlite3"
        self.database = sqlite3.connect(self.file)

    def build(self, texts: Sequence[Text]) -> None:
        tokenizer = "porter unicode61"
        self.database.execute(
            f"CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, title, symptoms, body, tokenize='{tokenizer}')"
        )
        rows = [(text.id, text.title, text.symptoms, text.body) for text in texts]
        self.database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", rows)
        self.database.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        self.database.commit()

    def size(self) -> int:
        return self.file.stat().st_size

    def search(self, text: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _words(text))
        if not words:
            return []
        found = self.database.execute(
            "SELECT id FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 0, 6, 2, 1) LIMIT ?", (words, TOP)
        )
        return [one for (one,) in found]


class Websearch:
    """What a Django site with PostgreSQL usually does: websearch_to_tsquery and ts_rank_cd over weighted vectors."""

    name = "PostgreSQL (websearch, ts_rank_cd)"

    def __init__(self, folder: Path) -> None:
        pass

    def build(self, texts: Sequence[Text]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_peer")
            cursor.execute("CREATE TABLE bench_peer (id text, words tsvector)")
            rows = [(text.id, text.title, text.symptoms, text.body[:200_000]) for text in texts]
            cursor.executemany(
                "INSERT INTO bench_peer VALUES (%s, setweight(to_tsvector('english', %s), 'A') || "
                "setweight(to_tsvector('english', %s), 'B') || setweight(to_tsvector('english', %s), 'D'))",
                rows,
            )
            cursor.execute("CREATE INDEX bench_peer_words ON bench_peer USING gin (words)")
            cursor.execute("ANALYZE bench_peer")

    def size(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('bench_peer')")
            return int(cursor.fetchone()[0])

    def search(self, text: str) -> list[str]:
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT id FROM bench_peer, websearch_to_tsquery('english', %s) AS query WHERE words @@ query "
                    "ORDER BY ts_rank_cd(words, query) DESC, id LIMIT %s",
                    [text.replace("\0", " "), TOP],
                )
                return [one for (one,) in cursor.fetchall()]
        except Error:  # "tsquery stack too small": a long pasted text is more than it takes
            return []


def peers(folder: Path) -> list[Peer]:
    """Those that belong to the database of this run."""
    if connection.vendor == "postgresql":
        return [Websearch(folder)]
    if find_spec("tantivy") is None:
        tell("  tantivy is not installed, so it is left out: see bench/search/README.md")
        return [Fts5(folder)]
    return [Tantivy(folder), Fts5(folder)]


def measured(texts: Sequence[Text], measure: Callable[[Peer, Sequence[Text]], dict[str, Any]]) -> list[dict[str, Any]]:
    """What `measure(peer)` says of each, once it has its index."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-peers-") as folder:
        return [measure(peer, texts) for peer in peers(Path(folder))]
