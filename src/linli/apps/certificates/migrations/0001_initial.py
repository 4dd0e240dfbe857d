import django.db.models.deletion
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
            name='CheckCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('result', models.CharField(max_length=20)),
                ('way', models.CharField(default='here', max_length=10)),
                ('n', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'kind', 'result', 'way'), name='check_count_once')],
            },
        ),
        migrations.CreateModel(
            name='Kiosk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('secret', models.CharField(max_length=64, unique=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('area_path', models.CharField(max_length=200)),
                ('opened_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('code', models.CharField(max_length=16, unique=True)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('kind', models.CharField(max_length=40)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('source', models.CharField(blank=True, max_length=80)),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area_path', models.CharField(blank=True, max_length=200)),
                ('confidential', models.BooleanField(default=False)),
                ('presence', models.CharField(max_length=12)),
                ('fields', models.JSONField(default=dict)),
                ('signed', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('city_seal', models.JSONField(default=dict)),
                ('valid_from', models.DateTimeField()),
                ('valid_until', models.DateTimeField()),
                ('status_list', models.PositiveIntegerField()),
                ('status_index', models.PositiveIntegerField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_for', models.CharField(blank=True, max_length=12)),
            ],
            options={
                'indexes': [models.Index(fields=['holder', '-id'], name='certificate_holder'), models.Index(fields=['area_path', '-id'], name='certificate_area'), models.Index(condition=models.Q(('revoked_at__isnull', False)), fields=['status_list', 'status_index'], name='certificate_revoked')],
                'constraints': [models.UniqueConstraint(fields=('status_list', 'status_index'), name='certificate_bit_once'), models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('valid_from'))), name='certificate_ends_after_it_began'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_for', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_for', ''), _negated=True)), _connector='OR'), name='certificate_revoked_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='KioskVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('secret', models.CharField(max_length=64, unique=True)),
                ('kiosk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='certificates.kiosk')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.CharField(max_length=8)),
                ('began_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('over', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['kiosk', 'over', '-id'], name='kiosk_waiting')],
            },
        ),
        migrations.CreateModel(
            name='RegisterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('register', models.CharField(max_length=20)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('area_path', models.CharField(max_length=200)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('on', models.DateField()),
                ('until', models.DateField()),
                ('amount', models.PositiveBigIntegerField()),
                ('title', models.CharField(blank=True, max_length=120)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('confirmed', 'Confirmed'), ('refused', 'Refused'), ('replaced', 'Replaced')], default='waiting', max_length=10)),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.registerentry')),
                ('why', models.CharField(blank=True, max_length=200)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['register', 'state', '-id'], name='entry_register'), models.Index(fields=['person', 'register'], name='entry_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('on'))), name='entry_ends_after_it_began'), models.UniqueConstraint(condition=models.Q(('corrects__isnull', False), models.Q(('state', 'refused'), _negated=True)), fields=('corrects',), name='entry_corrected_once')],
            },
        ),
    ]
