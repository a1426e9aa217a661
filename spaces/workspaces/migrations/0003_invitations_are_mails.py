from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0002_spaces_in_depth")]

    operations = [
        migrations.RenameField(model_name="spaceinvitation", old_name="mail", new_name="status"),
    ]
