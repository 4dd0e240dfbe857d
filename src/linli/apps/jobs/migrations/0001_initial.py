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
        ('grid', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=10)),
                ('firm', models.CharField(blank=True, max_length=80)),
                ('credit_code', models.CharField(blank=True, max_length=18, null=True, unique=True)),
                ('name_sealed', models.BinaryField(null=True)),
                ('phone_sealed', models.BinaryField()),
                ('phone_masked', models.CharField(max_length=20)),
                ('area_path', models.CharField(max_length=120)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('seen', models.CharField(blank=True, max_length=80)),
                ('registered_at', models.DateTimeField()),
                ('verified_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.area')),
                ('first_look', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
        ),
        migrations.CreateModel(
            name='EmployerPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='jobs.employer')),
            ],
        ),
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('state', models.CharField(max_length=10)),
                ('loose', models.BooleanField(default=True)),
                ('wished_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(null=True)),
                ('agreement_sealed', models.BinaryField(null=True)),
                ('worker_confirmed_at', models.DateTimeField(null=True)),
                ('employer_confirmed_at', models.DateTimeField(null=True)),
                ('wants_case', models.BooleanField(default=False)),
                ('keeps_name', models.BooleanField(default=False)),
                ('worker_from', models.DateTimeField(null=True)),
                ('worker_until', models.DateTimeField(null=True)),
                ('employer_from', models.DateTimeField(null=True)),
                ('employer_until', models.DateTimeField(null=True)),
                ('sum_fen', models.PositiveIntegerField(default=0)),
                ('due_on', models.DateField(null=True)),
                ('paid_said_at', models.DateTimeField(null=True)),
                ('paid_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
        ),
        migrations.CreateModel(
            name='EngagementNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(max_length=8)),
                ('text_sealed', models.BinaryField()),
                ('noted_at', models.DateTimeField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='jobs.engagement')),
            ],
        ),
        migrations.CreateModel(
            name='MinimumWageRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('area_path', models.CharField(max_length=120)),
                ('area_code', models.CharField(max_length=20)),
                ('since', models.DateField()),
                ('hourly', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=200)),
                ('is_example', models.BooleanField(default=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('level', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('area_path', models.CharField(max_length=120)),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
                ('place', models.CharField(max_length=120)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('day', models.DateField()),
                ('places', models.PositiveSmallIntegerField()),
                ('filled', models.PositiveSmallIntegerField(default=0)),
                ('pay_fen', models.PositiveIntegerField()),
                ('pay_unit', models.CharField(max_length=5)),
                ('pieces_an_hour', models.PositiveSmallIntegerField(default=0)),
                ('pay_way', models.CharField(max_length=6)),
                ('pay_days', models.PositiveSmallIntegerField(default=0)),
                ('tools', models.CharField(default='given', max_length=5)),
                ('protection', models.CharField(blank=True, max_length=80)),
                ('insurance', models.CharField(default='none', max_length=8)),
                ('meals', models.CharField(default='none', max_length=4)),
                ('demands', models.CharField(blank=True, max_length=120)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('posted_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.area')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.employer')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
        ),
        migrations.AddField(
            model_name='engagement',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.post'),
        ),
        migrations.CreateModel(
            name='Trade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True)),
                ('name_zh', models.CharField(max_length=40)),
                ('name_en', models.CharField(max_length=60)),
                ('occupation', models.CharField(blank=True, max_length=12)),
                ('dangerous', models.BooleanField(default=False)),
                ('open', models.BooleanField(default=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
        ),
        migrations.AddField(
            model_name='post',
            name='trade',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.trade'),
        ),
        migrations.CreateModel(
            name='WordingEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('state', models.CharField(max_length=10)),
                ('rules', models.TextField()),
                ('before', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
        ),
        migrations.CreateModel(
            name='WorkerProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name_sealed', models.BinaryField(null=True)),
                ('born_sealed', models.BinaryField(null=True)),
                ('area_path', models.CharField(max_length=120)),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
                ('reach', models.PositiveIntegerField()),
                ('helps', models.CharField(blank=True, max_length=60)),
                ('key_group_sealed', models.BinaryField(null=True)),
                ('by_phone', models.BooleanField(default=False)),
                ('consent', models.CharField(max_length=6)),
                ('state', models.CharField(default='active', max_length=6)),
                ('entered_at', models.DateTimeField()),
                ('waiting_since', models.DateTimeField()),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.area')),
                ('help_case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
            ],
        ),
        migrations.AddField(
            model_name='engagement',
            name='worker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.workerprofile'),
        ),
        migrations.CreateModel(
            name='WorkerTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('start', models.PositiveSmallIntegerField()),
                ('end', models.PositiveSmallIntegerField()),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='times', to='jobs.workerprofile')),
            ],
        ),
        migrations.CreateModel(
            name='WorkerTrade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('paper_seen', models.BooleanField(default=False)),
                ('trade', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.trade')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trades', to='jobs.workerprofile')),
            ],
        ),
        migrations.AddIndex(
            model_name='employer',
            index=models.Index(fields=['state', 'area_path'], name='jobs_employers'),
        ),
        migrations.AddConstraint(
            model_name='employer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('credit_code__isnull', False), ('kind', 'company'), models.Q(('firm', ''), _negated=True)), models.Q(('credit_code__isnull', True), ('firm', ''), ('kind', 'household')), _connector='OR'), name='jobs_employer_kind'),
        ),
        migrations.AddConstraint(
            model_name='employer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'looked_at', 'verified', 'refused', 'suspended'))), name='jobs_employer_state'),
        ),
        migrations.AddConstraint(
            model_name='employerperson',
            constraint=models.UniqueConstraint(fields=('employer', 'account'), name='jobs_person_once'),
        ),
        migrations.AddConstraint(
            model_name='engagementnote',
            constraint=models.UniqueConstraint(fields=('engagement', 'side'), name='jobs_note_once'),
        ),
        migrations.AddConstraint(
            model_name='minimumwagerow',
            constraint=models.UniqueConstraint(fields=('area_path', 'since'), name='jobs_wage_once'),
        ),
        migrations.AddConstraint(
            model_name='minimumwagerow',
            constraint=models.CheckConstraint(condition=models.Q(('hourly__gt', 0)), name='jobs_wage_above_nought'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['state', 'starts_at', 'id'], name='jobs_posts'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['employer', '-id'], name='jobs_posts_of'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='jobs_post_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('filled__lte', models.F('places'))), name='jobs_post_not_overfull'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('pay_fen__gte', 1), ('places__gte', 1)), name='jobs_post_places_pay'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'open', 'refused', 'withdrawn'))), name='jobs_post_state'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('pay_unit__in', ('hour', 'day', 'piece'))), name='jobs_post_unit'),
        ),
        migrations.AddConstraint(
            model_name='wordingedition',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'in_force'))), fields=('state',), name='jobs_one_edition'),
        ),
        migrations.AddConstraint(
            model_name='wordingedition',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'in_force', 'replaced', 'refused', 'withdrawn'))), name='jobs_edition_state'),
        ),
        migrations.AddIndex(
            model_name='workerprofile',
            index=models.Index(fields=['state', 'area_path'], name='jobs_workers'),
        ),
        migrations.AddConstraint(
            model_name='workerprofile',
            constraint=models.CheckConstraint(condition=models.Q(('reach__gt', 0)), name='jobs_worker_reach'),
        ),
        migrations.AddConstraint(
            model_name='workerprofile',
            constraint=models.CheckConstraint(condition=models.Q(('consent__in', ('own', 'spoken', 'paper'))), name='jobs_worker_consent'),
        ),
        migrations.AddIndex(
            model_name='engagement',
            index=models.Index(fields=['post', 'state'], name='jobs_engaged_at'),
        ),
        migrations.AddIndex(
            model_name='engagement',
            index=models.Index(fields=['worker', '-id'], name='jobs_engaged'),
        ),
        migrations.AddIndex(
            model_name='engagement',
            index=models.Index(condition=models.Q(('state__in', ('confirmed', 'paid_said'))), fields=['due_on'], name='jobs_pay_due'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=linli.kernel.audit.overlap.NoOverlap(ends='ends_at', name='jobs_no_two_places', owner=('worker',), starts='starts_at', unless='loose'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('declined', 'called_off', 'not_there')), _negated=True), fields=('post', 'worker'), name='jobs_wish_once'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('wished', 'offered', 'agreed', 'confirmed', 'paid_said', 'paid', 'unpaid', 'declined', 'called_off', 'not_there'))), name='jobs_engagement_state'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('loose', True), ('state__in', ('wished', 'offered', 'declined', 'called_off', 'not_there'))), models.Q(('loose', False), ('state__in', ('agreed', 'confirmed', 'paid_said', 'paid', 'unpaid'))), _connector='OR'), name='jobs_loose_or_running'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='jobs_engagement_ends'),
        ),
        migrations.AddConstraint(
            model_name='workertime',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start')), ('end__lte', 1440), ('weekday__gte', 1), ('weekday__lte', 7)), name='jobs_time_in_a_day'),
        ),
        migrations.AddConstraint(
            model_name='workertrade',
            constraint=models.UniqueConstraint(fields=('worker', 'trade'), name='jobs_trade_once'),
        ),
        migrations.AddConstraint(
            model_name='workertrade',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 8)), name='jobs_trade_level'),
        ),
    ]
