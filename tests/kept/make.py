"""Makes the database that is kept, by what people and commands do, and writes it down; README.md says how it is run."""

import gzip
import json
import os
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.catalogue.models import Article
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft
from kb.editing.review import approving, submitting
from tests.kept import look
from tests.reports.person import Person, picture

HERE = Path(__file__).parent
EDITED, IN_REVIEW, SCHEDULED, SENT_BACK = "C18", "C04", "C07", "C05"
NEW_STEP = "Ask a colleague to try the same card in their computer."
NEVER_DUE = datetime(2099, 1, 1, 9, tzinfo=UTC)
TOLD = {"text": "The reader stays dark and the page says ERR5022.", "name": "Sam Example", "email": "sam@example.org"}


def people() -> None:
    for role in Role:
        add_person(
            username=role.lower(),
            name=f"The {role.label.lower()}",
            role=role,
            password=look.PASSWORD,
            email=f"{role.lower().replace('_', '-')}@example.org",
        )


def drafts() -> None:
    editor, reviewer = (User.objects.get(username=name) for name in ("editor", "reviewer"))

    def handed_in(reference: str) -> Draft:
        draft = drafting.begin(by=editor, article=Article.objects.get(reference=reference))
        document = drafting.latest(draft).document
        step = replace(document.steps[-1], title=f"One thing more for {reference}", body=NEW_STEP, snippet="")
        document = replace(document, steps=(*document.steps, step))
        drafting.save(draft=draft, document=document, base_revision=draft.number, by=editor)
        return submitting.submit(draft=draft, by=editor, why=f"A step more in {reference}")

    draft = handed_in(EDITED)
    approving.approve(draft=draft, revision=drafting.latest(draft), by=reviewer)
    handed_in(IN_REVIEW)
    draft = handed_in(SCHEDULED)
    approving.approve(draft=draft, revision=drafting.latest(draft), by=reviewer, publish_at=NEVER_DUE)
    draft = handed_in(SENT_BACK)
    said = [("steps.1.body", "Too long for a user.")]
    submitting.send_back(draft=draft, revision=drafting.latest(draft), by=reviewer, reason="Whose card?", comments=said)


def report() -> None:
    person = Person(look.visitor())
    person.opens()
    time.sleep(4)  # what is sent at once is taken for no report
    person.sends(**TOLD, screenshots=[picture("reader.png", (200, 100))])


def written_down() -> str:
    """The whole database as SQL."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return "\n".join(connection.connection.iterdump())
    dump = [
        "pg_dump",
        "--no-owner",
        "--no-privileges",
        "--inserts",
        "--rows-per-insert=100",
        os.environ["DATABASE_URL"],
    ]
    said = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    # What stands before and after is for psql, and for the version that wrote it.
    return said[said.index("CREATE TABLE") : said.index("-- PostgreSQL database dump complete")]


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("import_kb", "fixtures")
    people()
    drafts()
    report()
    (HERE / f"{connection.vendor}.sql.gz").write_bytes(gzip.compress(written_down().encode(), mtime=0))
    record = {
        "public": {address: look.what_is_kept(address) for address in look.public_addresses()},
        "found": {query: look.found(query) for query in look.QUERIES},
    }
    text = json.dumps(record, indent=1, ensure_ascii=False)
    (HERE / "record.json").write_text(f"{text}\n", encoding="utf-8")
