import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('channel', models.CharField(max_length=10)),
                ('to_masked', models.CharField(max_length=80)),
                ('to_sealed', models.BinaryField()),
                ('text_sealed', models.BinaryField(blank=True, null=True)),
                ('is_secret', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Sending'), ('sent', 'Sent'), ('dead', 'Dead')], default='waiting', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('not_before', models.DateTimeField()),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('failure', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'db_table': 'messaging_letter',
                'indexes': [models.Index(fields=['state', 'channel', 'not_before'], name='messaging_letter_due'), models.Index(condition=models.Q(('state', 'dead')), fields=['id'], name='messaging_letter_dead')],
            },
        ),
    ]
