
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('strategies', '0025_edited_on_its_way'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='withheldname',
            name='withheld_name_leaves_the_index',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withheldname',
            trigger=pgtrigger.compiler.Trigger(name='withheld_name_leaves_the_index', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    DELETE FROM strategies_entry\n                    WHERE strategy_id = NEW.strategy_id AND kind IN ('section', 'document');\n                    RETURN NULL;\n                ", hash='f8dcbb227461c950976655fa42baa70fe897b927', operation='INSERT OR UPDATE', pgid='pgtrigger_withheld_name_leaves_the_index_103e0', table='strategies_withheldname', when='AFTER')),
        ),
    ]
