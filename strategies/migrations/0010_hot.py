import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """The counter of public changes with the triggers that count, and pages kept by language, also in Brotli."""

    dependencies = [
        ('actors', '0003_former_actor'),
        ('strategies', '0009_states'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ShownActor',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('actors.actor',),
        ),
        migrations.CreateModel(
            name='ShownRegion',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('actors.region',),
        ),
        # Pages are made again when they are asked for, so those of the old table need not be moved.
        migrations.DeleteModel(name='RenderedPage'),
        migrations.CreateModel(
            name='RenderedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('made_for', models.CharField(max_length=64)),
                ('etag', models.CharField(max_length=66)),
                ('gzipped', models.BinaryField()),
                ('brotli', models.BinaryField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='strategies.edition')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategy',
            trigger=pgtrigger.compiler.Trigger(name='public_change_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.current_edition_id IS DISTINCT FROM NEW.current_edition_id OR (OLD.slug <> NEW.slug AND NEW.current_edition_id IS NOT NULL))', func='\n    UPDATE strategies_publicchange SET count = count + 1\n        WHERE id = (SELECT id FROM strategies_publicchange LIMIT 1 FOR UPDATE SKIP LOCKED);\n    IF NOT FOUND THEN\n        INSERT INTO strategies_publicchange (count) VALUES (1);\n    END IF;\n    RETURN NULL;\n', hash='fbfbed5dc6d174b4749d6d97e8b74e9a0cbcd576', operation='UPDATE', pgid='pgtrigger_public_change_update_8c2f6', table='strategies_strategy', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='renderedpage',
            constraint=models.UniqueConstraint(fields=('edition', 'language'), name='rendered_page_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownactor',
            trigger=pgtrigger.compiler.Trigger(name='public_change_insert', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.listed)', func='\n    UPDATE strategies_publicchange SET count = count + 1\n        WHERE id = (SELECT id FROM strategies_publicchange LIMIT 1 FOR UPDATE SKIP LOCKED);\n    IF NOT FOUND THEN\n        INSERT INTO strategies_publicchange (count) VALUES (1);\n    END IF;\n    RETURN NULL;\n', hash='2b743620e799f88317a9de6725996fdb1200a732', operation='INSERT', pgid='pgtrigger_public_change_insert_aace6', table='actors_actor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownactor',
            trigger=pgtrigger.compiler.Trigger(name='public_change_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.* AND (OLD.listed OR NEW.listed))', func='\n    UPDATE strategies_publicchange SET count = count + 1\n        WHERE id = (SELECT id FROM strategies_publicchange LIMIT 1 FOR UPDATE SKIP LOCKED);\n    IF NOT FOUND THEN\n        INSERT INTO strategies_publicchange (count) VALUES (1);\n    END IF;\n    RETURN NULL;\n', hash='74b48d3bb23bf8f47bda364422417321c413c7cd', operation='UPDATE', pgid='pgtrigger_public_change_update_20543', table='actors_actor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownactor',
            trigger=pgtrigger.compiler.Trigger(name='public_change_delete', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.listed)', func='\n    UPDATE strategies_publicchange SET count = count + 1\n        WHERE id = (SELECT id FROM strategies_publicchange LIMIT 1 FOR UPDATE SKIP LOCKED);\n    IF NOT FOUND THEN\n        INSERT INTO strategies_publicchange (count) VALUES (1);\n    END IF;\n    RETURN NULL;\n', hash='382e97f34fe9468a120dcc77d20034fdcc30d05a', operation='DELETE', pgid='pgtrigger_public_change_delete_6d71e', table='actors_actor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownregion',
            trigger=pgtrigger.compiler.Trigger(name='public_change_insert', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (true)', func='\n    UPDATE strategies_publicchange SET count = count + 1\n        WHERE id = (SELECT id FROM strategies_publicchange LIMIT 1 FOR UPDATE SKIP LOCKED);\n    IF NOT FOUND THEN\n        INSERT INTO strategies_publicchange (count) VALUES (1);\n    END IF;\n    RETURN NULL;\n', hash='3041937630634b9fbcd43d470e0d8f44e79006b7', operation='INSERT', pgid='pgtrigger_public_change_insert_3e8c4', table='actors_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownregion',
            trigger=pgtrigger.compiler.Trigger(name='public_change_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='\n    UPDATE strategies_publicchange SET count = count + 1\n        WHERE id = (SELECT id FROM strategies_publicchange LIMIT 1 FOR UPDATE SKIP LOCKED);\n    IF NOT FOUND THEN\n        INSERT INTO strategies_publicchange (count) VALUES (1);\n    END IF;\n    RETURN NULL;\n', hash='09abb8e3a37b2368b51981932bc72199e79f8a04', operation='UPDATE', pgid='pgtrigger_public_change_update_a4281', table='actors_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownregion',
            trigger=pgtrigger.compiler.Trigger(name='public_change_delete', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (true)', func='\n    UPDATE strategies_publicchange SET count = count + 1\n        WHERE id = (SELECT id FROM strategies_publicchange LIMIT 1 FOR UPDATE SKIP LOCKED);\n    IF NOT FOUND THEN\n        INSERT INTO strategies_publicchange (count) VALUES (1);\n    END IF;\n    RETURN NULL;\n', hash='a262998a3b74f13c8d5037d4de7c4f7f694f2ce6', operation='DELETE', pgid='pgtrigger_public_change_delete_bf2d0', table='actors_region', when='AFTER')),
        ),
    ]
