import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('identity', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='GrantRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', related_query_name='grant', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('adviser', 'adviser'), ('approver', 'approver'), ('auditor', 'auditor'), ('caller', 'caller'), ('carer', 'carer'), ('care_coordinator', 'care_coordinator'), ('checker', 'checker'), ('clerk', 'clerk'), ('county_administrator', 'county_administrator'), ('dispatcher', 'dispatcher'), ('field_inspector', 'field_inspector'), ('grid_worker', 'grid_worker'), ('mediator', 'mediator'), ('officer', 'officer'), ('resident', 'resident'), ('supervisor', 'supervisor'), ('technical_administrator', 'technical_administrator'), ('volunteer', 'volunteer')], max_length=32)),
                ('body_id', models.BigIntegerField(blank=True, null=True)),
                ('body_ref', models.CharField(blank=True, max_length=36)),
                ('area_path', models.CharField(default='/', max_length=200)),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'access_grant',
                'indexes': [models.Index(fields=['body_id', 'role'], name='access_grant_by_body')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='access_grant_ends_after_start'), models.CheckConstraint(condition=models.Q(('area_path__startswith', '/'), ('area_path__endswith', '/')), name='access_grant_area_is_a_path')],
            },
        ),
    ]
