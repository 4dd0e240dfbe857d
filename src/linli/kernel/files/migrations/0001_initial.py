import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('owner_key', models.CharField(max_length=80)),
                ('purpose', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=8)),
                ('media_type', models.CharField(max_length=40)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('path', models.CharField(max_length=120)),
                ('small_path', models.CharField(blank=True, max_length=120)),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('stored_at', models.DateTimeField()),
                ('retained_until', models.DateTimeField(blank=True, null=True)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'files_stored_file',
                'indexes': [models.Index(fields=['owner_key'], name='files_by_owner'), models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['retained_until'], name='files_to_delete')],
            },
        ),
    ]
