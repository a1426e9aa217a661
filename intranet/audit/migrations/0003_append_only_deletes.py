"""Nobody removes a row of the record either, but what is older than six months, which a purge may take."""

from django.db import migrations, models

SQLITE = [
    """
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_entry
WHEN OLD.at > datetime('now', '-6 months')
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END
"""
]
POSTGRES = [
    """
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_entry
FOR EACH ROW WHEN (OLD.at > now() - interval '6 months') EXECUTE FUNCTION audit_append_only()
""",
    """
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
""",
]


def refuse_deletes(apps, schema_editor):
    """The same trigger, for rows that go."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def allow_deletes(apps, schema_editor):
    """Take it away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_no_delete ON audit_entry")
        schema_editor.execute("DROP TRIGGER audit_no_truncate ON audit_entry")
    else:
        schema_editor.execute("DROP TRIGGER audit_no_delete")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["organisation_id", "-at"], name="audit_entry_of_one_place"),
        ),
        migrations.RunPython(refuse_deletes, allow_deletes),
    ]
