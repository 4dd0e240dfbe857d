import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7)),
                ('rate', models.CharField(max_length=20)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('groups', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='insight_correction_at')],
            },
        ),
        migrations.CreateModel(
            name='ErasureCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7)),
                ('rule', models.CharField(max_length=80)),
                ('acts', models.PositiveIntegerField(default=0)),
                ('items', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'rule'), name='insight_erasure_once')],
            },
        ),
        migrations.CreateModel(
            name='Month',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=7, unique=True)),
                ('as_of', models.DateTimeField()),
                ('log_size', models.BigIntegerField()),
                ('stream', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='MonthFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7)),
                ('area', models.CharField(blank=True, max_length=12)),
                ('body', models.CharField(blank=True, max_length=36)),
                ('subject', models.CharField(blank=True, max_length=80)),
                ('figures', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'body', 'subject', 'month'], name='insight_figures_group')],
                'constraints': [models.UniqueConstraint(fields=('month', 'area', 'body', 'subject'), name='insight_figures_once'), models.CheckConstraint(condition=models.Q(('body', ''), ('subject', ''), _connector='OR'), name='insight_figures_one_split')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(default=0)),
                ('as_of', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='insight_reading_is_one')],
            },
        ),
        migrations.CreateModel(
            name='RoundRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('sid', models.CharField(max_length=32)),
                ('number', models.PositiveSmallIntegerField()),
                ('service', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=20)),
                ('channel', models.CharField(max_length=20)),
                ('source', models.CharField(max_length=10)),
                ('subject', models.CharField(blank=True, max_length=80)),
                ('area', models.CharField(blank=True, max_length=21)),
                ('lead', models.CharField(blank=True, max_length=36)),
                ('opened_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('reported_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('due', models.DateTimeField(null=True)),
                ('ended', models.CharField(blank=True, max_length=20)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('returns', models.PositiveSmallIntegerField(default=0)),
                ('redone', models.PositiveSmallIntegerField(default=0)),
                ('extensions', models.PositiveSmallIntegerField(default=0)),
                ('reopened', models.BooleanField(default=False)),
                ('reached', models.CharField(blank=True, max_length=8)),
                ('contacted', models.CharField(blank=True, max_length=8)),
                ('solved', models.CharField(blank=True, max_length=8)),
                ('satisfaction', models.CharField(blank=True, max_length=20)),
                ('objected', models.BooleanField(default=False)),
                ('minutes', models.PositiveIntegerField(null=True)),
                ('left_contact', models.CharField(blank=True, max_length=40)),
                ('left_resolution', models.CharField(blank=True, max_length=40)),
                ('left_satisfaction', models.CharField(blank=True, max_length=40)),
                ('left_on_time', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'db_table': 'insight_round',
                'indexes': [models.Index(fields=['due'], name='insight_round_due'), models.Index(fields=['closed_at'], name='insight_round_closed'), models.Index(fields=['dispatched_at'], name='insight_round_dispatched'), models.Index(fields=['reported_at'], name='insight_round_reported'), models.Index(fields=['opened_at'], name='insight_round_opened'), models.Index(condition=models.Q(('done_at', None)), fields=['due'], name='insight_round_open_due')],
                'constraints': [models.UniqueConstraint(fields=('stream', 'number'), name='insight_round_once')],
            },
        ),
    ]
