
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategies', '0020_documents_count'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='term',
            index=models.Index(models.F('word'), condition=models.Q(('familiar', False)), name='term_unfamiliar'),
        ),
    ]
