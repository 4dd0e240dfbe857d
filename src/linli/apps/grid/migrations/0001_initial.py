import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import linli.apps.grid.models.kinds
import linli.kernel.audit.overlap
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('identity', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('city', 'city'), ('district', 'district'), ('subdistrict', 'subdistrict'), ('township', 'township'), ('community', 'community'), ('village', 'village'), ('estate', 'estate'), ('natural_village', 'natural_village'), ('group', 'group'), ('building', 'building'), ('entrance', 'entrance')], max_length=16)),
                ('code', models.CharField(max_length=21, unique=True)),
                ('name_zh', models.CharField(max_length=100)),
                ('name_en', models.CharField(blank=True, max_length=100)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.area')),
                ('path', models.CharField(max_length=200, unique=True)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('homes', models.PositiveIntegerField(default=0)),
                ('boundary', models.JSONField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'city'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 4)), models.Q(('kind', 'district'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 6)), models.Q(('kind', 'subdistrict'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 9)), models.Q(('kind', 'township'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 9)), models.Q(('kind', 'community'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 12)), models.Q(('kind', 'village'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 12)), models.Q(('kind', 'estate'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 15)), models.Q(('kind', 'natural_village'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 15)), models.Q(('kind', 'group'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 15)), models.Q(('kind', 'building'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 18)), models.Q(('kind', 'entrance'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 21)), _connector='OR'), name='grid_area_code_fits_kind'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.EndsWith(models.F('path'), django.db.models.functions.text.Concat(models.Value('/'), 'code', models.Value('/')))), name='grid_area_path_ends_in_code'), models.CheckConstraint(condition=models.Q(('parent__isnull', False), ('path', django.db.models.functions.text.Concat(models.Value('/'), 'code', models.Value('/'))), _connector='OR'), name='grid_area_top_path'), models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), _connector='OR'), name='grid_area_centre')],
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('city_department', 'city_department'), ('district_department', 'district_department'), ('subdistrict', 'subdistrict'), ('township', 'township'), ('community', 'community'), ('centre', 'centre'), ('company', 'company'), ('mediation', 'mediation'), ('other', 'other')], max_length=24)),
                ('office', models.CharField(blank=True, max_length=20)),
                ('name_zh', models.CharField(max_length=100)),
                ('name_en', models.CharField(blank=True, max_length=100)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.area')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('may_lead', models.BooleanField(default=False)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('stream', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'community'), ('may_lead', True), _negated=True), name='grid_body_community_never_leads'), models.UniqueConstraint(condition=models.Q(('office', ''), _negated=True), fields=('area', 'kind', 'office'), name='grid_body_one_office')],
            },
        ),
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unit', 'unit'), ('responsibility', 'responsibility')], max_length=16)),
                ('code', models.CharField(max_length=15)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.area')),
                ('homes', models.PositiveIntegerField(default=0)),
                ('boundary', models.JSONField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='grid_cell_kind_code'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('code'), 15)), name='grid_cell_code_length'), models.CheckConstraint(condition=models.Q(('kind__in', [linli.apps.grid.models.kinds.CellKind['UNIT'], linli.apps.grid.models.kinds.CellKind['RESPONSIBILITY']])), name='grid_cell_kind')],
            },
        ),
        migrations.CreateModel(
            name='ContactHousehold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.area')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('phone_sealed', models.BinaryField(null=True)),
                ('consented_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('wants_letters', models.BooleanField(default=False)),
                ('on_card', models.CharField(blank=True, default='', max_length=5)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('area', 'account'), name='grid_household_once'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('account__isnull', True), ('name', ''), ('phone_sealed__isnull', True)), _connector='OR'), name='grid_household_forgotten_when_withdrawn'), models.CheckConstraint(condition=models.Q(('on_card', ''), models.Q(('on_card__in', ['name', 'phone']), ('withdrawn_at__isnull', True)), _connector='OR'), name='grid_household_on_card_by_consent')],
            },
        ),
        migrations.CreateModel(
            name='DutyRoster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('code', models.CharField(max_length=40)),
                ('name_zh', models.CharField(max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('phone', models.CharField(blank=True, max_length=30)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'code'), name='grid_roster_code')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='grid.dutyroster')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='grid_absence_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='GridMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.PositiveIntegerField(default=0)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='grid_map_is_one')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.contacthousehold')),
                ('kind', models.CharField(choices=[('look_in', 'look_in'), ('notice', 'notice'), ('look_at', 'look_at'), ('meeting', 'meeting'), ('other', 'other')], max_length=10)),
                ('words', models.TextField(blank=True)),
                ('day', models.DateField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('role', models.CharField(max_length=30)),
                ('body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('state', models.CharField(choices=[('offered', 'offered'), ('taken', 'taken'), ('declined', 'declined'), ('done', 'done'), ('not_done', 'not_done'), ('withdrawn', 'withdrawn'), ('left', 'left')], max_length=10)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('word', models.TextField(blank=True)),
                ('remind_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['household', 'state'], name='grid_household_task_open'), models.Index(condition=models.Q(('remind_at', None), _negated=True), fields=['remind_at'], name='grid_household_task_remind')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('offered', 'taken'))), models.Q(models.Q(('state__in', ('offered', 'taken')), _negated=True), ('ended_at__isnull', False), ('remind_at__isnull', True)), _connector='OR'), name='grid_household_task_ends_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'left'), _negated=True), models.Q(('word', ''), ('words', '')), _connector='OR'), name='grid_household_task_forgotten')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='grid.area')),
                ('kind', models.CharField(max_length=16)),
                ('cell', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='grid.cell')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'kind'), name='grid_placement_one_of_a_kind'), models.CheckConstraint(condition=models.Q(('kind__in', [linli.apps.grid.models.kinds.CellKind['UNIT'], linli.apps.grid.models.kinds.CellKind['RESPONSIBILITY']])), name='grid_placement_kind')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('code', models.CharField(max_length=60)),
                ('title_zh', models.CharField(max_length=60)),
                ('title_en', models.CharField(blank=True, max_length=60)),
                ('cell', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.cell')),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('shown', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'code'), name='grid_post_code')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.post')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='grid_appointment_ends_later'), linli.kernel.audit.overlap.NoOverlap(ends='ends', name='grid_appointment_once', owner=('post', 'account'), starts='starts', unless='')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.dutyroster')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('cancelled', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['roster', 'starts_at'], name='grid_shift_by_roster')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='grid_shift_ends_later'), linli.kernel.audit.overlap.NoOverlap(ends='ends_at', name='grid_shift_no_overlap', owner=('account',), starts='starts_at', unless='cancelled')],
            },
        ),
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.shift')),
                ('instead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.shift')),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('agreed', 'agreed'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('shift',), name='grid_swap_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='grid_swap_answered_once')],
            },
        ),
    ]
