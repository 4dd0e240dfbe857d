import django.db.models.deletion
import linli.kernel.audit.overlap
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('centres', '0001_initial'),
        ('grid', '0001_initial'),
        ('identity', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('holiday_care', 'holiday_care'), ('class', 'class'), ('clinic', 'clinic'), ('checkup', 'checkup'), ('talk', 'talk'), ('other', 'other')], max_length=20)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centres.centre')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('area_path', models.CharField(max_length=120)),
                ('room', models.CharField(blank=True, max_length=60)),
                ('title_zh', models.CharField(max_length=80)),
                ('title_en', models.CharField(blank=True, max_length=120)),
                ('about_zh', models.TextField(blank=True)),
                ('about_en', models.TextField(blank=True)),
                ('bring_zh', models.CharField(blank=True, max_length=200)),
                ('bring_en', models.CharField(blank=True, max_length=300)),
                ('age_from', models.PositiveSmallIntegerField(null=True)),
                ('age_to', models.PositiveSmallIntegerField(null=True)),
                ('places', models.PositiveIntegerField()),
                ('fee_fen', models.PositiveIntegerField(default=0)),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('answer_hours', models.PositiveSmallIntegerField(default=24)),
                ('link', models.URLField(blank=True, max_length=300)),
                ('replay', models.URLField(blank=True, max_length=300)),
                ('state', models.CharField(default='draft', max_length=10)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('last_turn', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'ends'], name='activities_calendar')],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='activities_window'), models.CheckConstraint(condition=models.Q(('age_from__isnull', True), ('age_to__isnull', True), ('age_to__gte', models.F('age_from')), _connector='OR'), name='activities_ages'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'published', 'cancelled'))), name='activities_state')],
            },
        ),
        migrations.CreateModel(
            name='AskedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ChildcareGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centres.centre')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('area_path', models.CharField(max_length=120)),
                ('name_zh', models.CharField(max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('months_from', models.PositiveSmallIntegerField()),
                ('months_to', models.PositiveSmallIntegerField()),
                ('places', models.PositiveSmallIntegerField()),
                ('staff', models.PositiveSmallIntegerField()),
                ('fee_fen', models.PositiveIntegerField(default=0)),
                ('hours', models.CharField(blank=True, max_length=60)),
                ('last_turn', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('months_to__gt', models.F('months_from'))), name='activities_months')],
            },
        ),
        migrations.CreateModel(
            name='ChildcareApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='activities.childcaregroup')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('child', models.BigIntegerField()),
                ('name_sealed', models.BinaryField(null=True)),
                ('name_masked', models.CharField(blank=True, max_length=20)),
                ('born', models.DateField(null=True)),
                ('wants_from', models.DateField()),
                ('priority', models.CharField(max_length=20)),
                ('paper_seen', models.BooleanField(default=False)),
                ('rank', models.PositiveSmallIntegerField()),
                ('turn', models.PositiveIntegerField()),
                ('standing', models.CharField(max_length=10)),
                ('offered_until', models.DateTimeField(null=True)),
                ('started_on', models.DateField(null=True)),
                ('left_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'standing'], name='activities_childcare_own')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('standing__in', ('waiting', 'offered', 'taken', 'started'))), fields=('group', 'child'), name='activities_application_once'), models.CheckConstraint(condition=models.Q(('standing__in', ('waiting', 'offered', 'taken', 'started', 'left', 'withdrawn', 'declined', 'lapsed')), models.Q(models.Q(('standing', 'offered'), _negated=True), ('offered_until__isnull', False), _connector='OR')), name='activities_application_standing')],
            },
        ),
        migrations.CreateModel(
            name='Circuit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('area_path', models.CharField(max_length=120)),
                ('title_zh', models.CharField(max_length=80)),
                ('title_en', models.CharField(blank=True, max_length=120)),
                ('team', models.CharField(max_length=60)),
                ('team_key', models.BigIntegerField()),
                ('members', models.CharField(blank=True, max_length=200)),
                ('kit', models.TextField(blank=True)),
                ('starts', models.DateTimeField(db_index=True)),
                ('ends', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpers', to='activities.activity')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('part', models.CharField(choices=[('organiser', 'organiser'), ('teacher', 'teacher')], max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'account'), name='activities_helper_once')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='activities.activity')),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('entered_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='activities_session_length'), linli.kernel.audit.overlap.NoOverlap(ends='ends', name='activities_sessions_apart', owner=('activity',), starts='starts', unless='')],
            },
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='activities.activity')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.BigIntegerField()),
                ('name_sealed', models.BinaryField(null=True)),
                ('name_masked', models.CharField(blank=True, max_length=20)),
                ('born', models.DateField(null=True)),
                ('child', models.BooleanField(default=False)),
                ('consent', models.CharField(blank=True, max_length=10)),
                ('consent_by_sealed', models.BinaryField(null=True)),
                ('mode', models.CharField(default='room', max_length=6)),
                ('standing', models.CharField(max_length=10)),
                ('turn', models.PositiveIntegerField()),
                ('offered_until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('at_counter', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'standing'], name='activities_own'), models.Index(condition=models.Q(('standing', 'offered')), fields=['offered_until'], name='activities_offers')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('standing__in', ('waiting', 'offered', 'taken'))), fields=('activity', 'person'), name='activities_sign_up_once'), models.UniqueConstraint(fields=('activity', 'turn'), name='activities_turn_once'), models.CheckConstraint(condition=models.Q(('child', False), models.Q(('consent', ''), _negated=True), _connector='OR'), name='activities_child_by_consent'), models.CheckConstraint(condition=models.Q(('standing__in', ('waiting', 'offered', 'taken', 'declined', 'lapsed', 'cancelled')), models.Q(models.Q(('standing', 'offered'), _negated=True), ('offered_until__isnull', False), _connector='OR')), name='activities_standing')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sign_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='activities.signup')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.session')),
                ('person', models.BigIntegerField()),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('code', models.CharField(max_length=8, unique=True)),
                ('came_at', models.DateTimeField(null=True)),
                ('came_by', models.CharField(blank=True, max_length=6)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sign_up', 'session'), name='activities_seat_once'), linli.kernel.audit.overlap.NoOverlap(ends='ends', name='activities_one_place_at_a_time', owner=('person',), starts='starts', unless='')],
            },
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('circuit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='activities.circuit')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.area')),
                ('area_path', models.CharField(max_length=120)),
                ('place', models.CharField(blank=True, max_length=80)),
                ('starts', models.DateTimeField(db_index=True)),
                ('ends', models.DateTimeField()),
                ('team_key', models.BigIntegerField()),
                ('dropped', models.BooleanField(default=False)),
                ('reached', models.PositiveIntegerField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='activities_stop_length'), linli.kernel.audit.overlap.NoOverlap(ends='ends', name='activities_team_in_one_place', owner=('team_key',), starts='starts', unless='dropped')],
            },
        ),
    ]
