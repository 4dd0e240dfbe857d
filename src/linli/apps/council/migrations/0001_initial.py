import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('grid', '0001_initial'),
        ('identity', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('area_path', models.CharField(max_length=120)),
                ('question_zh', models.CharField(max_length=200)),
                ('question_en', models.CharField(blank=True, max_length=300)),
                ('about_zh', models.TextField(blank=True)),
                ('about_en', models.TextField(blank=True)),
                ('held_at', models.CharField(blank=True, max_length=120)),
                ('opens_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['closed_at', 'ends_at'], name='council_meetings')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('opens_at'))), name='council_meeting_time')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='council.meeting')),
                ('title_zh', models.CharField(max_length=80)),
                ('title_en', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'title_zh'), name='council_theme_once')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='council.meeting')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('channel', models.CharField(choices=[('online', 'online'), ('hall', 'hall'), ('paper', 'paper')], max_length=8)),
                ('text_sealed', models.BinaryField(null=True)),
                ('name_sealed', models.BinaryField(null=True)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='council.theme')),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['meeting', 'state'], name='council_suggestions')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'published', 'rejected')), models.Q(('state', 'rejected'), ('reason', ''), _connector='OR'), models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR')), name='council_reason_of_no')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='council.meeting')),
                ('theme', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reply', to='council.theme')),
                ('suggestion', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reply', to='council.suggestion')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('asked_at', models.DateTimeField()),
                ('promised_on', models.DateField()),
                ('text_zh', models.TextField(blank=True)),
                ('text_en', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('suggestion__isnull', False), ('theme__isnull', True)), models.Q(('suggestion__isnull', True), ('theme__isnull', False)), _connector='OR'), name='council_reply_to_one')],
            },
        ),
        migrations.CreateModel(
            name='Grouping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='council.meeting')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='council.suggestion')),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='council.theme')),
                ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='council.theme')),
                ('undone', models.BooleanField(default=False)),
            ],
        ),
    ]
