"""`python -m bench.transfer corpus.jsonl.gz`: see bench/transfer/README.md."""

import argparse
import io
import os
import secrets
import sys
import tempfile
import zipfile
from pathlib import Path

from bench.search import scratch
from bench.search.trouble import tell

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.transfer", description="Bring a large library in.")
    parser.add_argument("corpus", type=Path, help="articles as JSON lines, plain or gzipped")
    parser.add_argument("--limit", type=int, help="only the first so many")
    parser.add_argument("--door", choices=["browser", "command"], default="browser", help="how the files come in")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--postgres", metavar="URL", default=SERVER, help="a database whose owner may make others")
    return parser.parse_args()


def _run(chosen: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from bench.search import files
    from bench.transfer import corpus, measure
    from kb.accounts.actions import add_person
    from kb.accounts.roles import Role
    from kb.catalogue.models import ErrorCode

    call_command("migrate", verbosity=0)
    call_command("import_kb", "fixtures", verbosity=0)
    by = add_person(username="bench", name="Bench", role=Role.ADMINISTRATOR, password=secrets.token_hex(), by=None)
    rows = files.articles(chosen.corpus, chosen.limit)
    data = corpus.zipped(rows, known=set(ErrorCode.objects.values_list("normal", flat=True)))
    tell(f"{len(rows)} articles, a zip of {len(data) / 1e6:.1f} MB")
    if chosen.door == "command":
        with tempfile.TemporaryDirectory(prefix="kb-files-") as root:
            zipfile.ZipFile(io.BytesIO(data)).extractall(root)
            figures = measure.run_command(Path(root))
    else:
        figures = measure.run(data, by)
    print("| | |\n|---|---:|")
    for what, figure in figures.rows():
        print(f"| {what} | {figure} |")
    for words, count in figures.refused.most_common(12):
        tell(f"  {count} × {words}")
    sys.exit(bool(figures.lost))


def main() -> None:
    chosen = _arguments()
    of = scratch.sqlite(None) if chosen.database == "sqlite" else scratch.postgres(chosen.postgres)
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder, of as address:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "kb.settings", "VAR_DIR": folder, "DATABASE_URL": address}
        _run(chosen)


if __name__ == "__main__":
    main()
