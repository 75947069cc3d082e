"""Each code's words become its first meaning, its display the first of its keys, and families get their members."""

import hashlib
import json
import re
from typing import Any

from django.db import migrations
from django.db.models import F, Prefetch

# As families were written when this was made.
FAMILY = re.compile(r"([A-Z]*[0-9]+)[ _.-]?(X{2,})", re.IGNORECASE | re.ASCII)


def families(rows: list[Any]) -> list[tuple[re.Pattern[str], int, Any]]:
    """The longest stem first: where several hold a code, the one that says most of it."""
    found = []
    for row in rows:
        if row.kind == "FAMILY" and (match := FAMILY.fullmatch(row.display.strip())):
            stem, wild = match.groups()
            found.append((re.compile(f"{stem.upper()}[0-9]{{{len(wild)}}}"), len(stem), row))
    return sorted(found, key=lambda one: (-one[1], one[2].normal))


def fingerprint(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def imported(row: Any, family: Any, number: int) -> str:  # noqa: ANN401 - rows of that time
    """What is remembered of the file it came from, now that the file says its family; as it was if edited since."""
    spellings = [key for key in row.keys.all() if key.position]
    values = {
        "code": row.display,
        "kind": row.kind,
        "meaning": row.meaning,
        "where": row.where,
        "spellings": [key.text for key in spellings if key.shown],
        "search_spellings": [key.text for key in spellings if not key.shown],
    }
    # The place in the file may be another than the position that was stored.
    for position in (row.position, *range(1, number + 1)):
        if row.imported == fingerprint({**values, "position": position}):
            return fingerprint({**values, "position": position, "family": family.display})
    return row.imported


def move(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    error_code, code_key, meaning = (apps.get_model("catalogue", name) for name in ("ErrorCode", "CodeKey", "Meaning"))
    rows = list(error_code.objects.order_by("pk"))
    # Position 0 is the display's. A spelling of the same key as a display said nothing, and two cannot share a key.
    code_key.objects.filter(normal__in=error_code.objects.values("normal")).delete()
    code_key.objects.filter(position=0).update(position=F("position") + 1)
    code_key.objects.bulk_create(
        [
            code_key(code=row, text=row.display, normal=row.normal, folded=row.folded, bare=row.bare, position=0)
            for row in rows
        ],
        batch_size=500,
    )
    meaning.objects.bulk_create(
        [meaning(code=row, position=1, key="main", words=row.meaning or row.display, where=row.where) for row in rows],
        batch_size=500,
    )
    known = families(rows)
    members = []
    ordered = Prefetch("keys", code_key.objects.order_by("position", "pk"))
    for row in error_code.objects.prefetch_related(ordered).order_by("pk"):
        over = [family for pattern, _, family in known if pattern.fullmatch(row.normal)] if row.kind == "EXACT" else []
        if over:
            row.family = over[0]
            row.imported = imported(row, over[0], len(rows)) if row.imported else ""
            members.append(row)
    error_code.objects.bulk_update(members, ["family", "imported"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_code_keys_and_meanings"),
    ]

    operations = [
        migrations.RunPython(move),
    ]
