import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Epoch',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(default=0)),
                ('stamp', models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.CreateModel(
            name='SubjectMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.CharField(max_length=80, unique=True)),
                ('new', models.CharField(blank=True, max_length=80)),
                ('how', models.CharField(max_length=30)),
                ('candidate', models.CharField(blank=True, max_length=80)),
                ('similarity_percent', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('calendar', models.JSONField()),
                ('imported_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PackDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('edition', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='PublishedPack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(default='service', max_length=12)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('name', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('definition', models.TextField()),
                ('status', models.CharField(max_length=12)),
                ('proposed_by', models.CharField(max_length=80)),
                ('published_by', models.CharField(blank=True, max_length=80)),
                ('published_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='catalogue_pack_version'), models.UniqueConstraint(condition=models.Q(('status', 'current')), fields=('name',), name='catalogue_pack_one_current')],
            },
        ),
        migrations.CreateModel(
            name='PackMigration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.publishedpack')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.publishedpack')),
                ('stages', models.JSONField()),
                ('proposed_by', models.CharField(max_length=80)),
                ('approved_by', models.CharField(blank=True, max_length=80)),
                ('approved_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='catalogue_migration_once'), models.CheckConstraint(condition=models.Q(('approved_by', ''), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='catalogue_migration_second')],
            },
        ),
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('title_zh', models.CharField(max_length=120)),
                ('title_en', models.CharField(max_length=200)),
                ('in_use', models.CharField(max_length=10)),
                ('source_zh', models.CharField(max_length=300)),
                ('source_en', models.CharField(max_length=400)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('standard', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=40)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.subject')),
                ('name_zh', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=100)),
                ('local', models.BooleanField(default=False)),
                ('links', models.JSONField(default=list)),
                ('words_zh', models.CharField(blank=True, max_length=300)),
                ('words_en', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standard', 'kind', 'code'), name='catalogue_subject_once')],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.subject')),
                ('standard', models.CharField(max_length=40)),
                ('number', models.PositiveSmallIntegerField()),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('current', models.BooleanField(default=True)),
                ('text_zh', models.CharField(max_length=300)),
                ('text_en', models.CharField(blank=True, max_length=400)),
                ('limit', models.CharField(max_length=40)),
                ('abridged', models.BooleanField(default=False)),
                ('example', models.BooleanField(default=False)),
                ('since', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'standard', 'number', 'version'), name='catalogue_condition_version'), models.UniqueConstraint(condition=models.Q(('current', True)), fields=('subject', 'standard', 'number'), name='catalogue_condition_current')],
            },
        ),
        migrations.CreateModel(
            name='DutyListRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('subject', models.CharField(max_length=80)),
                ('area_path', models.CharField(max_length=120)),
                ('duty', models.CharField(max_length=10)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('text_zh', models.CharField(max_length=200)),
                ('text_en', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'area_path', 'duty', 'valid_from'), name='catalogue_duty_once')],
            },
        ),
        migrations.CreateModel(
            name='MatrixRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('state', models.CharField(max_length=12)),
                ('subject', models.CharField(max_length=80)),
                ('link', models.CharField(max_length=30)),
                ('area_path', models.CharField(max_length=120)),
                ('pilot_area', models.CharField(blank=True, max_length=120)),
                ('valid_from', models.DateField()),
                ('everywhere_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('lead', models.CharField(max_length=60)),
                ('supporting', models.JSONField(default=list)),
                ('article_zh', models.CharField(blank=True, max_length=300)),
                ('article_en', models.CharField(blank=True, max_length=400)),
                ('proposed_by', models.CharField(max_length=80)),
                ('decided_by', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', ''), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='catalogue_row_second_person'), models.CheckConstraint(condition=models.Q(('state', 'proposed'), models.Q(('decided_by', ''), _negated=True), _connector='OR'), name='catalogue_row_decided'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='catalogue_row_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='PackDraftEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='catalogue.packdraft')),
                ('number', models.PositiveIntegerField()),
                ('files', models.JSONField()),
                ('what', models.CharField(max_length=12)),
                ('path', models.CharField(blank=True, max_length=120)),
                ('saved_by', models.CharField(max_length=80)),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'number'), name='catalogue_pack_draft_edition')],
            },
        ),
    ]
