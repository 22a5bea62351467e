from django.db import migrations, models


ON_THE_WAY = ["ask", "approve", "schedule", "unschedule"]
NO_STATE = ["withdraw", "supersede", "change"]


def stop_what_is_withdrawn(apps, schema_editor):
    """What was on its way when its plan was withdrawn stops, as it does at a withdrawal from now on."""
    Step = apps.get_model("strategies", "Step")
    Strategy = apps.get_model("strategies", "Strategy")
    withdrawn = Step.objects.filter(kind="withdraw", strategy__current_edition=None)
    for strategy in Strategy.objects.filter(pk__in=withdrawn.values("strategy")):
        steps = Step.objects.filter(strategy=strategy).order_by("-pk")
        last = steps.exclude(kind__in=NO_STATE).first()
        if last and last.kind in ON_THE_WAY and steps.filter(kind="withdraw", pk__gt=last.pk).exists():
            Step.objects.create(strategy=strategy, kind="stop", sha256=last.sha256)


class Migration(migrations.Migration):
    """Steps that undo what others did: a withdrawal stops what is on its way, and a plan is replaced no longer."""

    dependencies = [
        ('strategies', '0028_current_edition_and_public_part'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='step',
            name='step_kind',
        ),
        migrations.AlterField(
            model_name='step',
            name='kind',
            field=models.CharField(choices=[('ask', 'lämnad för granskning'), ('take_back', 'dragen tillbaka från granskning'), ('return', 'återlämnad med en kommentar'), ('approve', 'godkänd'), ('schedule', 'planerad att publiceras'), ('unschedule', 'planerad publicering avbruten'), ('change', 'ändrad, och därför ett utkast igen'), ('miss', 'inte publicerad på den planerade tiden'), ('stop', 'stoppad, eftersom planen återkallades'), ('publish', 'publicerad'), ('withdraw', 'återkallad'), ('supersede', 'ersätts av en annan plan'), ('restore', 'ersätts inte längre av en annan plan')], max_length=10, verbose_name='steg'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['ask', 'take_back', 'return', 'approve', 'schedule', 'unschedule', 'change', 'miss', 'stop', 'publish', 'withdraw', 'supersede', 'restore'])), name='step_kind'),
        ),
        migrations.RemoveConstraint(
            model_name='step',
            name='step_has_its_edition',
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('kind__in', ['publish', 'withdraw', 'supersede', 'restore'])), models.Q(models.Q(('kind__in', ['publish', 'withdraw', 'supersede', 'restore']), _negated=True), ('edition', None)), _connector='OR'), name='step_has_its_edition'),
        ),
        migrations.RunPython(stop_what_is_withdrawn, migrations.RunPython.noop),
    ]
