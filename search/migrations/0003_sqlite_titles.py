"""The embedded engine gets an index of titles alone, and longer short texts. It is filled again after the migrations."""

from django.db import migrations

from search.engines.sqlite import schema


def remake(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema.drop(schema_editor.connection)
        schema.create(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_sqlite_tables")]

    operations = [migrations.RunPython(remake, migrations.RunPython.noop)]
