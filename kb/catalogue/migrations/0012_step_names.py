"""Each step gets the name that follows from its place and its title, as a document that was kept without one gets it."""

import hashlib
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import migrations, models

LETTERS = "bcdfghjkmnpqrstvwxz"
AT_ONCE = 2000


def _letters(text: str) -> str:
    number, found = int.from_bytes(hashlib.sha256(text.encode()).digest()), ""
    for _ in range(8):
        number, letter = divmod(number, len(LETTERS))
        found += LETTERS[letter]
    return found


def name_steps(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    steps = apps.get_model("catalogue", "Step").objects
    rows = steps.select_related("snippet").only("article_id", "title", "name", "snippet__slug")
    named = []
    for _, of_article in groupby(rows.order_by("article_id", "position"), key=attrgetter("article_id")):
        taken: set[str] = set()
        for place, step in enumerate(of_article, 1):
            words, attempt = step.title or (step.snippet.slug if step.snippet else ""), 0
            while (name := _letters(f"{place}\n{words}\n{attempt}")) in taken:
                attempt += 1
            taken.add(name)
            step.name = name
            named.append(step)
    steps.bulk_update(named, ["name"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_who_acts")]

    operations = [
        migrations.AddField(
            model_name="step",
            name="name",
            field=models.CharField(default="", help_text="Its own, kept across versions: see step_names", max_length=8),
            preserve_default=False,
        ),
        migrations.RunPython(name_steps, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("article", "name"), name="step_name_once"),
        ),
    ]
