"""Each template is named by its title. A site that has no content yet gets those that are shipped with its content."""

import re
from itertools import chain, count
from typing import Any

from django.db import migrations

FIRST = {
    "Nobody can sign in",
    "Sign-in is slow",
    "Spine is down",
    "Care Identity Management is not working",
    "Planned maintenance",
}


def name(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - Django's own signature
    table = apps.get_model("notices", "NoticeTemplate")
    if not apps.get_model("catalogue", "Article").objects.exists():
        table.objects.filter(title__in=FIRST, version=1).delete()
    given: set[str] = set()
    for row in table.objects.order_by("position", "pk"):
        wanted = re.sub("[^a-z0-9]+", "-", row.title.lower()).strip("-")[:80].strip("-") or "template"
        tried = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
        row.slug = next(one for one in tried if one not in given)
        given.add(row.slug)
        row.save(update_fields=["slug"])


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_template_in_files")]

    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
