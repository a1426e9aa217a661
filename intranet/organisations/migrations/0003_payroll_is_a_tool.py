from django.db import migrations


class Migration(migrations.Migration):

    # Apart from the copy: PostgreSQL alters no table whose rows have just been written.
    dependencies = [
        ('organisations', '0002_contact_tools_logo'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='organisation',
            name='payroll_software',
        ),
    ]
