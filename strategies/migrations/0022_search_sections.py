
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategies', '0021_term_unfamiliar'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=[('strategy', 'strategi'), ('direction', 'inriktning'), ('focus_area', 'insatsområde'), ('action', 'insats'), ('challenge', 'utmaning'), ('statement', 'uttalande'), ('section', 'avsnitt'), ('document', 'källdokument')], max_length=10),
        ),
    ]
