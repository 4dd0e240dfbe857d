import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Peer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('name_zh', models.CharField(max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('url', models.CharField(max_length=200)),
                ('services', models.JSONField(default=list)),
                ('distrusted_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PeerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('peer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='exchange.peer')),
                ('public', models.CharField(max_length=64)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('distrusted', models.BooleanField(default=False)),
                ('vouched', models.CharField(blank=True, max_length=64)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('refused_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('peer', 'public'), name='peer_key_once'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('peer',), name='peer_key_newest')],
            },
        ),
        migrations.CreateModel(
            name='OwnKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('public', models.CharField(max_length=64, unique=True)),
                ('file', models.CharField(max_length=100)),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.ownkey')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('stream',), name='own_key_newest')],
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='announcements', to='exchange.ownkey')),
                ('peer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='announcements', to='exchange.peer')),
                ('body', models.TextField(blank=True)),
                ('signature', models.CharField(blank=True, max_length=128)),
                ('state', models.CharField(max_length=10)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_at', None), _negated=True), fields=['next_at'], name='announcement_due')],
                'constraints': [models.UniqueConstraint(fields=('key', 'peer'), name='announcement_once')],
            },
        ),
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.peer')),
                ('side', models.CharField(max_length=10)),
                ('service', models.CharField(max_length=80)),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('said', models.PositiveIntegerField(default=0)),
                ('heard', models.PositiveIntegerField(default=0)),
                ('their_number', models.CharField(blank=True, max_length=20)),
                ('their_stage_zh', models.CharField(blank=True, max_length=200)),
                ('their_stage_en', models.CharField(blank=True, max_length=200)),
                ('their_due', models.CharField(blank=True, max_length=30)),
                ('over', models.BooleanField(default=False)),
                ('over_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('forget_rule', models.CharField(blank=True, max_length=80)),
                ('forget_authority', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['peer', '-id'], name='exchange_of_peer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ['accepting', 'handling'])), name='exchange_side')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='exchange.exchange')),
                ('ref', models.UUIDField(unique=True)),
                ('ours', models.BooleanField()),
                ('n', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('body', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(max_length=10)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='message_due')],
                'constraints': [models.UniqueConstraint(fields=('exchange', 'ours', 'n'), name='message_once')],
            },
        ),
        migrations.CreateModel(
            name='Enclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enclosures', to='exchange.exchange')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enclosures', to='exchange.message')),
                ('ref', models.UUIDField()),
                ('stored', models.UUIDField()),
                ('ours', models.BooleanField()),
                ('place', models.PositiveSmallIntegerField()),
                ('name', models.CharField(blank=True, max_length=120)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(max_length=10)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('because', models.JSONField(default=dict)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_at', None), _negated=True), fields=['next_at'], name='enclosure_due')],
                'constraints': [models.UniqueConstraint(fields=('exchange', 'ours', 'ref'), name='enclosure_once')],
            },
        ),
    ]
