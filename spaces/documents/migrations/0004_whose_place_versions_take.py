from django.db import migrations


def say_whose(apps, schema_editor):
    Version = apps.get_model("documents", "Version")
    Membership = apps.get_model("accounts", "Membership")
    held = Membership.objects.filter(ended_on=None).order_by("user_id", "-is_primary", "pk")
    first = {}
    for user, organisation in held.values_list("user_id", "organisation_id"):
        first.setdefault(user, organisation)
    for author in Version.objects.order_by().values_list("author_id", flat=True).distinct():
        if author in first:
            Version.objects.filter(author_id=author, organisation=None).update(organisation_id=first[author])


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0003_folders_tags_bin"),
        ("accounts", "0001_initial"),
    ]

    operations = [migrations.RunPython(say_whose, migrations.RunPython.noop)]
