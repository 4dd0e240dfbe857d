import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('next_at', models.BigIntegerField(db_index=True)),
            ],
            options={
                'db_table': 'identity_bucket',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('resident', 'Resident'), ('staff', 'Staff'), ('system', 'System')], max_length=10)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('login', models.CharField(blank=True, max_length=60, null=True, unique=True)),
                ('phone_index', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('phone_sealed', models.BinaryField(blank=True, null=True)),
                ('phone_masked', models.CharField(blank=True, max_length=20)),
                ('email_sealed', models.BinaryField(blank=True, null=True)),
                ('email_masked', models.CharField(blank=True, max_length=80)),
                ('language', models.CharField(choices=[('zh', 'zh'), ('en', 'en')], default='zh', max_length=2)),
                ('text_size', models.CharField(choices=[('normal', 'normal'), ('large', 'large')], default='normal', max_length=6)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('stream', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
            options={
                'db_table': 'identity_account',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'resident'), _negated=True), ('phone_index__isnull', False), ('is_active', False), _connector='OR'), name='identity_residents_have_a_telephone'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'staff'), _negated=True), ('login__isnull', False), _connector='OR'), name='identity_staff_have_a_name')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scopes', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'identity_api_token',
            },
        ),
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_index', models.CharField(max_length=64)),
                ('purpose', models.CharField(max_length=20)),
                ('digest', models.CharField(max_length=64)),
                ('tries_left', models.PositiveSmallIntegerField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'identity_one_time_code',
                'constraints': [models.UniqueConstraint(fields=('phone_index', 'purpose'), name='identity_one_code_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='SessionRow',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('device', models.CharField(default='other', max_length=10)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'identity_session',
            },
        ),
    ]
