import hashlib
import json

import django.db.models.deletion
import django.utils.timezone
import pgtrigger
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


NOT_IN_PUBLIC_PART = {"persons", "participants", "quotes", "documents", "passages", "flags"}


def tell_of_what_is_published(apps, schema_editor):
    """Editions from before get the digest of their public part, their publication as a step, and what they replace."""
    Edition = apps.get_model("strategies", "Edition")
    Relation = apps.get_model("strategies", "Relation")
    Replacement = apps.get_model("strategies", "Replacement")
    Step = apps.get_model("strategies", "Step")
    with pgtrigger.ignore("strategies.Edition:edition_is_immutable"):
        for pk in Edition.objects.order_by("pk").values_list("pk", flat=True):
            edition = Edition.objects.get(pk=pk)
            public = {name: part for name, part in edition.plan.items() if name not in NOT_IN_PUBLIC_PART}
            content = json.dumps(public, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            edition.public_sha256 = hashlib.sha256(content.encode()).hexdigest()
            edition.repealed = any(one["kind"] == "upphävd" for one in edition.plan["decisions"])
            edition.save(update_fields=["public_sha256", "repealed"])
            Step.objects.create(
                strategy_id=edition.strategy_id,
                kind="publish",
                user_id=edition.published_by_id,
                taken_at=edition.published_at,
                comment=edition.note,
                sha256=edition.sha256,
                edition=edition,
            )
    replaced = Relation.objects.filter(kind="ersätter", strategy__current_edition__isnull=False)
    Replacement.objects.bulk_create(
        Replacement(strategy_id=strategy, replaced_id=to)
        for strategy, to in dict.fromkeys(replaced.values_list("strategy", "to"))
    )


class Migration(migrations.Migration):
    """The steps of a plan's way to the public, and what an edition tells of how it came to be."""

    dependencies = [
        ('strategies', '0008_means'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Replacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ask', 'lämnad för granskning'), ('take_back', 'dragen tillbaka från granskning'), ('return', 'återlämnad med en kommentar'), ('approve', 'godkänd'), ('schedule', 'planerad att publiceras'), ('unschedule', 'planerad publicering avbruten'), ('miss', 'inte publicerad på den planerade tiden'), ('publish', 'publicerad'), ('withdraw', 'återkallad'), ('supersede', 'ersatt av en annan plan')], max_length=10, verbose_name='steg')),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('comment', models.TextField(blank=True, verbose_name='kommentar')),
                ('sha256', models.CharField(max_length=64)),
                ('correction', models.BooleanField(default=False, verbose_name='rättelse')),
                ('publish_at', models.DateTimeField(null=True, verbose_name='ska publiceras')),
            ],
            options={
                'verbose_name': 'steg',
                'verbose_name_plural': 'steg',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EditionOwner',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('strategies.edition_owners',),
        ),
        migrations.CreateModel(
            name='EditionRegion',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('strategies.edition_regions',),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='count_versions',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='decision',
            name='document',
            field=models.CharField(blank=True, max_length=2000, verbose_name='beslutsdokument'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='document',
            field=models.CharField(blank=True, max_length=2000, verbose_name='beslutsdokument'),
        ),
        migrations.AddField(
            model_name='edition',
            name='correction',
            field=models.BooleanField(default=False, verbose_name='rättelse'),
        ),
        migrations.AddField(
            model_name='edition',
            name='public_sha256',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='edition',
            name='repealed',
            field=models.BooleanField(default=False, verbose_name='upphävd'),
        ),
        migrations.AddField(
            model_name='edition',
            name='sole_approver',
            field=models.BooleanField(default=False, verbose_name='utan en andra granskare'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='count_versions', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."body_id" IS DISTINCT FROM (NEW."body_id") OR OLD."case_number" IS DISTINCT FROM (NEW."case_number") OR OLD."date" IS DISTINCT FROM (NEW."date") OR OLD."document" IS DISTINCT FROM (NEW."document") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."paragraph" IS DISTINCT FROM (NEW."paragraph") OR OLD."strategy_id" IS DISTINCT FROM (NEW."strategy_id"))', func='NEW.version = OLD.version + 1; RETURN NEW;', hash='c971318711dcbcb0f1340de434bfad9bac7652cc', operation='UPDATE', pgid='pgtrigger_count_versions_f0bbf', table='strategies_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "strategies_decisionevent" ("body_id", "case_number", "date", "document", "id", "key", "kind", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "strategy_id", "version") VALUES (NEW."body_id", NEW."case_number", NEW."date", NEW."document", NEW."id", NEW."key", NEW."kind", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."strategy_id", NEW."version"); RETURN NULL;', hash='2e6da4e0452ba104f36109e4a6077b4322de248b', operation='INSERT', pgid='pgtrigger_insert_insert_ff9c0', table='strategies_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "strategies_decisionevent" ("body_id", "case_number", "date", "document", "id", "key", "kind", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "strategy_id", "version") VALUES (NEW."body_id", NEW."case_number", NEW."date", NEW."document", NEW."id", NEW."key", NEW."kind", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."strategy_id", NEW."version"); RETURN NULL;', hash='e830673b9129dec174c36f189dccab1b8815118e', operation='UPDATE', pgid='pgtrigger_update_update_a9287', table='strategies_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "strategies_decisionevent" ("body_id", "case_number", "date", "document", "id", "key", "kind", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "strategy_id", "version") VALUES (OLD."body_id", OLD."case_number", OLD."date", OLD."document", OLD."id", OLD."key", OLD."kind", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."strategy_id", OLD."version"); RETURN NULL;', hash='74b0a0b2870f86ce86368ecf1af9701139950a41', operation='DELETE', pgid='pgtrigger_delete_delete_723c3', table='strategies_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='editions_are_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: editions_are_kept';", hash='214a784de344abea697933ea8555fb70c3e6678f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_editions_are_kept_2002f', table='strategies_edition', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='replacement',
            name='replaced',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replaced_by', to='strategies.strategy'),
        ),
        migrations.AddField(
            model_name='replacement',
            name='strategy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replacements', to='strategies.strategy'),
        ),
        migrations.AddField(
            model_name='step',
            name='edition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='strategies.edition'),
        ),
        migrations.AddField(
            model_name='step',
            name='strategy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='strategies.strategy'),
        ),
        migrations.AddField(
            model_name='step',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='editionowner',
            trigger=pgtrigger.compiler.Trigger(name='edition_owner_stays_with_its_edition', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."edition_id" IS DISTINCT FROM (NEW."edition_id") OR OLD."id" IS DISTINCT FROM (NEW."id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='68adf7be464651a34973200f8180527317d59e6b', operation='UPDATE', pgid='pgtrigger_edition_owner_stays_with_its_edition_b9912', table='strategies_edition_owners', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='editionowner',
            trigger=pgtrigger.compiler.Trigger(name='edition_keeps_an_owner', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (SELECT 1 FROM strategies_edition_owners WHERE edition_id = OLD.edition_id) THEN\n                        RAISE EXCEPTION 'edition_keeps_an_owner: an edition is never left without an owner';\n                    END IF;\n                    RETURN NULL;\n                ", hash='a895450517458893fcf1551a2c811287ad58dccf', operation='DELETE', pgid='pgtrigger_edition_keeps_an_owner_5a270', table='strategies_edition_owners', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='editionowner',
            trigger=pgtrigger.compiler.Trigger(name='edition_owners_are_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: edition_owners_are_kept';", hash='5db460e3952adbb6be790acd614d4113149a397f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_edition_owners_are_kept_94fdb', table='strategies_edition_owners', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='editionregion',
            trigger=pgtrigger.compiler.Trigger(name='edition_region_is_immutable', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b52e3ea1091a730acf49191f1a1fb780b010b1c6', operation='UPDATE OR DELETE', pgid='pgtrigger_edition_region_is_immutable_4fea8', table='strategies_edition_regions', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='editionregion',
            trigger=pgtrigger.compiler.Trigger(name='edition_regions_are_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: edition_regions_are_kept';", hash='5c724d5cc23d4107da2f6f79ac9278db17197ab9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_edition_regions_are_kept_17b04', table='strategies_edition_regions', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='replacement',
            constraint=models.UniqueConstraint(fields=('strategy', 'replaced'), name='replacement_once'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['strategy', '-id'], name='step_latest'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['ask', 'take_back', 'return', 'approve', 'schedule', 'unschedule', 'miss', 'publish', 'withdraw', 'supersede'])), name='step_kind'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='step_names_its_text'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['return', 'withdraw']), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='step_tells_why'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'schedule'), ('publish_at__isnull', False)), models.Q(models.Q(('kind', 'schedule'), _negated=True), ('publish_at', None)), _connector='OR'), name='step_has_its_time'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('kind__in', ['publish', 'withdraw', 'supersede'])), models.Q(models.Q(('kind__in', ['publish', 'withdraw', 'supersede']), _negated=True), ('edition', None)), _connector='OR'), name='step_has_its_edition'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'publish')), fields=('edition',), name='step_publishes_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='step_is_immutable', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8b678943508b30ad5f070d70937242ae3d2ae45d', operation='UPDATE OR DELETE', pgid='pgtrigger_step_is_immutable_c7119', table='strategies_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='steps_are_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: steps_are_kept';", hash='6095b950534e0da1bfac01bb154814983cc08c95', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_steps_are_kept_69fd9', table='strategies_step', when='BEFORE')),
        ),
        migrations.RunPython(tell_of_what_is_published, migrations.RunPython.noop),
    ]
