import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('next_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subscriber', models.CharField(max_length=80)),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actrecord')),
                ('position', models.PositiveSmallIntegerField()),
                ('event', models.CharField(max_length=80)),
                ('stream', models.CharField(max_length=32)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('fault', models.CharField(blank=True, default='', max_length=200)),
                ('done_at', models.DateTimeField(null=True)),
                ('dead_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('next_at'), condition=models.Q(('dead_at__isnull', True), ('done_at__isnull', True)), name='outbox_delivery_due'), models.Index(models.F('subscriber'), models.F('stream'), models.F('id'), condition=models.Q(('dead_at__isnull', True), ('done_at__isnull', True)), name='outbox_delivery_order'), models.Index(models.F('dead_at'), condition=models.Q(('dead_at__isnull', False)), name='outbox_delivery_dead')],
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'act', 'position'), name='outbox_delivery_once')],
            },
        ),
    ]
