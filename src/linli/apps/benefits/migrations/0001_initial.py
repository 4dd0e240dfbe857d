import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('cases', '0001_initial'),
        ('grid', '0001_initial'),
        ('identity', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('benefit', models.CharField(max_length=60)),
                ('rules', models.CharField(max_length=64)),
                ('answers_sealed', models.BinaryField()),
                ('company_sealed', models.BinaryField(null=True)),
                ('company_index', models.CharField(blank=True, max_length=64)),
                ('company_masked', models.CharField(blank=True, max_length=20)),
                ('kept_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('findable', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('findable', True)), fields=['benefit'], name='benefits_findable'), models.Index(fields=['until'], name='benefits_kept_until')],
                'constraints': [models.UniqueConstraint(fields=('account', 'benefit', 'company_index'), name='benefits_kept_once'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('kept_at'))), name='benefits_kept_ends')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('benefit', models.CharField(max_length=60)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ran_at', models.DateTimeField(null=True)),
                ('looked_at', models.PositiveIntegerField(default=0)),
                ('entitled', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('benefit', 'body'), name='benefits_programme_once')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='benefits.programme')),
                ('kept', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='benefits.keptanswers')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rules', models.CharField(max_length=64)),
                ('said', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='benefits_proposals'), models.Index(fields=['account', 'state'], name='benefits_proposals_own')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('kept',), name='benefits_proposal_once'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'accepted', 'declined', 'withdrawn'))), name='benefits_proposal_state'), models.CheckConstraint(condition=models.Q(('reason', ''), ('state', 'declined'), _connector='OR'), name='benefits_reason_of_no')],
            },
        ),
    ]
