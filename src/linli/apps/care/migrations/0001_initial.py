import django.db.models.deletion
import linli.kernel.audit.overlap
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('cases', '0001_initial'),
        ('centres', '0001_initial'),
        ('grid', '0001_initial'),
        ('identity', '__first__'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CareFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.resident')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('area_path', models.CharField(db_index=True, max_length=120)),
                ('point_sealed', models.BinaryField(null=True)),
                ('wishes', models.JSONField(default=list)),
                ('consent', models.CharField(max_length=10)),
                ('due_on', models.DateField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['body', 'closed_at', 'id'], name='care_files_of_body')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('resident', 'body'), name='care_file_once'), models.CheckConstraint(condition=models.Q(('consent__in', ('spoken', 'paper', 'self'))), name='care_file_consent')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='care.carefile')),
                ('reason', models.CharField(choices=[('first', 'first'), ('regular', 'regular'), ('changed', 'changed'), ('contested', 'contested'), ('other', 'other')], max_length=10)),
                ('standard', models.CharField(max_length=40)),
                ('state', models.CharField(default='looking', max_length=10)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('result_sealed', models.BinaryField(null=True)),
                ('begun_at', models.DateTimeField()),
                ('due_at', models.DateField(null=True)),
                ('assessed_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('contested_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['file', '-id'], name='care_assessments')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='care_two_assessors'), models.UniqueConstraint(condition=models.Q(('state__in', ('looking', 'differing'))), fields=('file',), name='care_one_assessment'), models.CheckConstraint(condition=models.Q(('state__in', ('looking', 'differing', 'assessed'))), name='care_assessment_state')],
            },
        ),
        migrations.CreateModel(
            name='CarePlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='care.carefile')),
                ('version', models.PositiveIntegerField()),
                ('content_sealed', models.BinaryField()),
                ('agreed_how', models.CharField(max_length=10)),
                ('agreed_at', models.DateTimeField()),
                ('review_on', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('file', 'version'), name='care_plan_version'), models.CheckConstraint(condition=models.Q(('agreed_how__in', ('spoken', 'paper', 'self'))), name='care_plan_agreed')],
            },
        ),
        migrations.CreateModel(
            name='Carer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=60)),
                ('skills', models.JSONField(default=list)),
                ('traits', models.JSONField(default=list)),
                ('days', models.JSONField(default=list)),
                ('begins', models.PositiveSmallIntegerField()),
                ('ends', models.PositiveSmallIntegerField()),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'account'), name='care_carer_once'), models.CheckConstraint(condition=models.Q(('begins__lt', models.F('ends')), ('ends__lte', 1440)), name='care_carer_hours')],
            },
        ),
        migrations.CreateModel(
            name='DayRoom',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('centre', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centres.centre')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('area_path', models.CharField(db_index=True, max_length=120)),
                ('places', models.PositiveIntegerField()),
                ('taken', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('taken__lte', models.F('places'))), name='care_room_places')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='care.dayroom')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='care.carefile')),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('days', models.JSONField(default=list)),
                ('meal', models.CharField(default='normal', max_length=12)),
                ('needs_sealed', models.BinaryField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('since', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['room', 'state', 'asked_at'], name='care_enrolments')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'over'), _negated=True), fields=('room', 'file'), name='care_enrolled_once'), models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'in', 'over'))), name='care_enrolment_state')],
            },
        ),
        migrations.CreateModel(
            name='FamilyMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='family', to='care.carefile')),
                ('relation', models.CharField(choices=[('child', 'child'), ('spouse', 'spouse'), ('sibling', 'sibling'), ('grandchild', 'grandchild'), ('relative', 'relative'), ('neighbour', 'neighbour'), ('guardian', 'guardian')], max_length=12)),
                ('name_sealed', models.BinaryField(null=True)),
                ('phone_sealed', models.BinaryField(null=True)),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('may_view', models.BooleanField(default=False)),
                ('may_fetch', models.BooleanField(default=False)),
                ('is_told', models.BooleanField(default=False)),
                ('since', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('phone_index', ''), _negated=True)), fields=('file', 'phone_index'), name='care_family_once')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='care.enrolment')),
                ('day', models.DateField()),
                ('state', models.CharField(max_length=10)),
                ('meal', models.CharField(max_length=12)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('fetched_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='care.familymember')),
                ('note_sealed', models.BinaryField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'state'], name='care_attendance_days')],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'day'), name='care_attendance_once'), models.CheckConstraint(condition=models.Q(('state__in', ('expected', 'here', 'left', 'absent'))), name='care_attendance_state')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='care.carefile')),
                ('kind', models.CharField(max_length=12)),
                ('day', models.DateField()),
                ('text_sealed', models.BinaryField(null=True)),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['file', '-day'], name='care_incidents')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('fall', 'choking', 'self_harm', 'astray', 'unwell', 'other'))), name='care_incident_kind')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='care.assessment')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('turn', models.PositiveSmallIntegerField()),
                ('sheet_sealed', models.BinaryField()),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'account'), name='care_look_of_account'), models.UniqueConstraint(fields=('assessment', 'turn'), name='care_look_turn'), models.CheckConstraint(condition=models.Q(('turn__in', (1, 2, 3))), name='care_look_turns')],
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='care.carefile')),
                ('key', models.CharField(max_length=40)),
                ('parts', models.JSONField()),
                ('gap', models.JSONField(default=list)),
                ('days', models.JSONField(default=list)),
                ('opens', models.PositiveSmallIntegerField()),
                ('closes', models.PositiveSmallIntegerField()),
                ('latest', models.PositiveSmallIntegerField()),
                ('usual', models.JSONField(default=list)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('file', 'key'), name='care_requirement_key'), models.CheckConstraint(condition=models.Q(('opens__lte', models.F('closes')), ('closes__lte', models.F('latest'))), name='care_requirement_window')],
            },
        ),
        migrations.CreateModel(
            name='VisitPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.body')),
                ('day', models.DateField()),
                ('planned_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(null=True)),
                ('way', models.FloatField(default=0)),
                ('late', models.FloatField(default=0)),
                ('latest', models.FloatField(default=0)),
                ('left_out', models.JSONField(default=dict)),
                ('walked', models.JSONField(default=dict)),
                ('away', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'day'), name='care_visit_plan_once')],
            },
        ),
        migrations.CreateModel(
            name='VisitPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='care.visitplan')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='care.requirement')),
                ('turn', models.PositiveSmallIntegerField()),
                ('carer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.carer')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('late_minutes', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(default='planned', max_length=10)),
                ('is_off', models.BooleanField(default=False)),
                ('begun_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('note_sealed', models.BinaryField(null=True)),
                ('is_shared', models.BooleanField(default=False)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'starts_at'], name='care_parts_due')],
                'constraints': [linli.kernel.audit.overlap.NoOverlap(ends='ends_at', name='care_carer_in_one_place', owner=('carer',), starts='starts_at', unless='is_off'), models.UniqueConstraint(condition=models.Q(('is_off', False)), fields=('plan', 'requirement', 'turn'), name='care_part_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='care_part_ends')],
            },
        ),
    ]
