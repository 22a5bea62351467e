from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategies', '0023_similar_by_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='adopted',
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func('plan', function='jsonb_path_exists', template='%(function)s(%(expressions)s, \'$.decisions[*] ? (@.kind == "antagen" || @.kind == "reviderad")\')'),
                output_field=models.BooleanField(verbose_name='antagen'),
            ),
        ),
    ]
