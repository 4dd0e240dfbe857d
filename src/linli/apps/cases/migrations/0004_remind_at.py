

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
        ('cases', '0003_case_migration'),
        ('grid', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='remind_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('remind_at', None), _negated=True), fields=['remind_at'], name='case_remind'),
        ),
    ]
