"""An index to find what somebody began, of the first entries of streams only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                "actor_key", "recorded_at", name="audit_entry_begun_by", condition=models.Q(seq=1)
            ),
        ),
    ]
