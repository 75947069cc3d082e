"""Words and terms are compared letter by letter, so that an index finds those that begin with what is typed.

SQLite compares so by itself. PostgreSQL sorts by the language of the database unless it is told otherwise. A later
change of one of these columns must name the collation again: without it PostgreSQL goes back to the language.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = (("search_searchterm", "term"), ("search_searchword", "word"))


def _collate(collation: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table, column in COLUMNS:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar(64) COLLATE {collation}")


def by_letters(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _collate('"C"', schema_editor)


def by_language(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _collate('pg_catalog."default"', schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(by_letters, by_language)]
