import django.db.models.deletion
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
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('area_path', models.CharField(max_length=120)),
                ('address_sealed', models.BinaryField(null=True)),
                ('opened_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Resident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.stream')),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area_path', models.CharField(blank=True, max_length=120)),
                ('name_sealed', models.BinaryField(null=True)),
                ('name_masked', models.CharField(blank=True, max_length=20)),
                ('phone_sealed', models.BinaryField(null=True)),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('phone_masked', models.CharField(blank=True, max_length=20)),
                ('id_number_sealed', models.BinaryField(null=True)),
                ('id_number_index', models.CharField(blank=True, max_length=64)),
                ('id_number_masked', models.CharField(blank=True, max_length=20)),
                ('address_sealed', models.BinaryField(null=True)),
                ('address_masked', models.CharField(blank=True, max_length=120)),
                ('registered_at', models.DateTimeField()),
                ('forgotten_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('id_number_index', ''), _negated=True), fields=('id_number_index',), name='people_resident_once'), models.CheckConstraint(condition=models.Q(('forgotten_at__isnull', True), models.Q(('account__isnull', True), ('address_sealed__isnull', True), ('id_number_index', ''), ('id_number_sealed__isnull', True), ('name_sealed__isnull', True), ('phone_index', ''), ('phone_sealed__isnull', True)), _connector='OR'), name='people_resident_forgotten_whole')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.household')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.resident')),
                ('relation', models.CharField(choices=[('head', 'head'), ('spouse', 'spouse'), ('child', 'child'), ('parent', 'parent'), ('grandparent', 'grandparent'), ('grandchild', 'grandchild'), ('sibling', 'sibling'), ('other', 'other')], max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('household', 'resident'), name='people_member_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='people_member_leaves_later')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.resident')),
                ('kind', models.CharField(choices=[('agent', 'agent'), ('contact_household', 'contact_household'), ('proactive_aid', 'proactive_aid'), ('publication', 'publication'), ('roster', 'roster'), ('reminders', 'reminders'), ('prefill', 'prefill')], max_length=20)),
                ('given_to', models.CharField(max_length=60)),
                ('given_at', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('on_paper', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['given_to', 'kind'], name='people_consent_holder')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('subject', 'kind', 'given_to'), name='people_consent_once')],
            },
        ),
    ]
