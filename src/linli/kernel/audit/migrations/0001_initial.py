import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LogState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='PublishedCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(unique=True)),
                ('root', models.CharField(max_length=64)),
                ('note', models.TextField()),
                ('published_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ActRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_key', models.CharField(max_length=80)),
                ('act_id', models.CharField(max_length=36)),
                ('name', models.CharField(max_length=80)),
                ('input_hash', models.CharField(max_length=64)),
                ('answer', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('events', models.TextField(blank=True, default='')),
                ('fanned_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('id'), condition=models.Q(('fanned_at__isnull', True), models.Q(('events', ''), _negated=True)), name='audit_act_to_fan_out')],
                'constraints': [models.UniqueConstraint(fields=('actor_key', 'act_id'), name='audit_act_once')],
            },
        ),
        migrations.CreateModel(
            name='Stream',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sid', models.CharField(max_length=32, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('seq', models.PositiveIntegerField()),
                ('head', models.CharField(max_length=64)),
                ('sealed', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='audit_stream_seq')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('seq', models.PositiveIntegerField()),
                ('act', models.CharField(max_length=80)),
                ('act_id', models.CharField(max_length=36)),
                ('actor_key', models.CharField(max_length=80)),
                ('body', models.TextField()),
                ('leaf_hash', models.CharField(max_length=64)),
                ('recorded_at', models.DateTimeField()),
                ('leaf_index', models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                'indexes': [models.Index(models.F('id'), condition=models.Q(('leaf_index__isnull', True)), name='audit_entry_waiting'), models.Index(models.F('actor_key'), models.F('recorded_at'), condition=models.Q(('seq', 1)), name='audit_entry_begun_by')],
                'constraints': [models.UniqueConstraint(fields=('stream', 'seq'), name='audit_entry_place')],
            },
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('hashes', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'number'), name='audit_tile_place')],
            },
        ),
        migrations.CreateModel(
            name='PrivateItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.entry')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=80)),
                ('subject', models.CharField(max_length=80)),
                ('retention', models.CharField(max_length=40)),
                ('salt', models.CharField(max_length=64, null=True)),
                ('value', models.TextField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('subject'), condition=models.Q(('value__isnull', False)), name='audit_item_subject')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'position'), name='audit_item_place'), models.CheckConstraint(condition=models.Q(models.Q(('salt__isnull', True), ('value__isnull', True)), models.Q(('salt__isnull', False), ('value__isnull', False)), _connector='OR'), name='audit_item_erased_whole')],
            },
        ),
    ]
