import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('cases', '0001_initial'),
        ('identity', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(unique=True)),
                ('number', models.CharField(max_length=11, unique=True)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('name', models.CharField(max_length=80)),
                ('pack', models.CharField(max_length=64)),
                ('channel', models.CharField(max_length=20)),
                ('source', models.CharField(max_length=10)),
                ('sensitivity', models.CharField(max_length=12)),
                ('area_path', models.CharField(blank=True, max_length=200)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on_behalf_of', models.UUIDField(null=True)),
                ('contact_name', models.CharField(blank=True, max_length=60)),
                ('contact_phone', models.BinaryField(default=b'')),
                ('wants_letters', models.BooleanField(default=True)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('consent', models.CharField(blank=True, max_length=10)),
                ('answers', models.JSONField(default=dict)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('forget_rule', models.CharField(blank=True, max_length=80)),
                ('forget_authority', models.CharField(blank=True, max_length=80)),
                ('opened_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='bundle_account'), models.Index(fields=['area_path', '-id'], name='bundle_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('done_at', None), ('done_at__gte', models.F('opened_at')), _connector='OR'), name='bundle_done_after_opened'), models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(models.Q(('lon', None), _negated=True), models.Q(('lat', None), _negated=True)), _connector='OR'), name='bundle_whole_point')],
            },
        ),
        migrations.CreateModel(
            name='BundlePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='bundles.bundle')),
                ('name', models.CharField(max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('stand', models.CharField(max_length=12)),
                ('since', models.DateTimeField()),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('bundle', 'name'), name='bundle_part_once'), models.CheckConstraint(condition=models.Q(models.Q(('stand__in', ['open', 'granted', 'refused', 'withdrawn']), _negated=True), models.Q(('case', None), _negated=True), _connector='OR'), name='bundle_part_has_case')],
            },
        ),
    ]
