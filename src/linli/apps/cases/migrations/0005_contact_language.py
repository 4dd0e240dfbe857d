

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_remind_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='participant',
            name='language',
            field=models.CharField(blank=True, max_length=5),
        ),
    ]
