"""A small row for what is read of fifty articles in every search, the words that a hit shows, and the number of
articles as the frequency of a term that all have.

Until the next rebuild, a hit of an article that was indexed before shows its summary; `search_check` says so.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COPY = """
INSERT INTO search_searchoutline (generation, article_id, title, pairs)
SELECT generation, article_id, title, pairs FROM search_searchvector
"""


def count_articles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The empty term, with a posting of each article, in each generation that is there."""
    term, posting, vector = (apps.get_model("search", f"Search{name}") for name in ("Term", "Posting", "Vector"))
    for generation in list(vector.objects.values_list("generation", flat=True).distinct()):
        held = vector.objects.filter(generation=generation)
        every = term.objects.create(generation=generation, term="", frequency=held.count())
        articles = held.values_list("article_id", flat=True)
        posting.objects.bulk_create(posting(term_id=every.pk, article_id=pk, impact=1) for pk in articles)
        for row in held.iterator(chunk_size=200):
            row.terms = sorted([*row.terms, every.pk])
            row.save(update_fields=["terms"])


ARTICLE = models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="catalogue.article")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("search", "0002_prefixes")]
    operations = [
        migrations.CreateModel(
            name="SearchOutline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("generation", models.PositiveIntegerField()),
                ("title", models.JSONField(help_text="Ids of the terms of the title")),
                ("pairs", models.BinaryField(help_text="crc32 of terms that stand together, four bytes each")),
                ("article", ARTICLE),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("generation", "article"), name="search_outline_once")],
            },
        ),
        migrations.RunPython(count_articles),
        migrations.RunSQL(COPY),
        migrations.RemoveField(model_name="searchvector", name="pairs"),
        migrations.RemoveField(model_name="searchvector", name="title"),
        migrations.AddField(
            model_name="searchvector",
            name="texts",
            field=models.JSONField(
                default=list, help_text="What a hit shows: whose steps, and the words without Markdown"
            ),
        ),
    ]
