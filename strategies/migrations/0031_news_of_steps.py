import django.db.models.deletion
from django.db import migrations, models

TO_STEPS = """
UPDATE strategies_{table} SET step_id = strategies_step.id FROM strategies_step
WHERE strategies_step.kind = 'publish' AND strategies_step.edition_id = strategies_{table}.edition_id
"""
# What happened before there was news of it is told to nobody.
OLD_NEWS = """
INSERT INTO strategies_announcement (step_id, made_at)
SELECT id, now() FROM strategies_step WHERE kind IN ('withdraw', 'supersede', 'restore')
"""


class Migration(migrations.Migration):
    """News are steps: an edition, and that a plan is withdrawn or replaced."""

    dependencies = [
        ('actors', '0003_former_actor'),
        ('strategies', '0030_register_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='step',
            name='replaced_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacing', to='strategies.strategy'),
        ),
        migrations.AddField(
            model_name='step',
            name='named',
            field=models.ManyToManyField(related_name='withdrawals', to='actors.actor'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by', None), ('kind', 'supersede'), _connector='OR'), name='step_that_replaces_names_the_other'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('edition__isnull', False)), fields=['-taken_at', '-id'], name='step_news'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='step',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='announcement', to='strategies.step'),
        ),
        migrations.RunSQL(TO_STEPS.format(table='announcement')),
        migrations.RemoveField(
            model_name='announcement',
            name='edition',
        ),
        migrations.AlterField(
            model_name='announcement',
            name='step',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='announcement', serialize=False, to='strategies.step'),
        ),
        migrations.RunSQL(OLD_NEWS),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_once',
        ),
        migrations.AddField(
            model_name='delivery',
            name='step',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='strategies.step'),
        ),
        migrations.RunSQL(TO_STEPS.format(table='delivery')),
        migrations.RemoveField(
            model_name='delivery',
            name='edition',
        ),
        migrations.AlterField(
            model_name='delivery',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='strategies.step'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('subscription', 'step'), name='delivery_once'),
        ),
    ]
