

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_case_link'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseMigration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('migration', models.UUIDField()),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('because', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='migrations', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('migration', 'case'), name='case_migration_once')],
            },
        ),
    ]
