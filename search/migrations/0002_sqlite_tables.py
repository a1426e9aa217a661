"""The tables of the embedded engine. They are no models: FTS5 has no place in them."""

from django.db import migrations

from search.engines.sqlite import schema


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema.create(schema_editor.connection)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
