from django.db import migrations, models

import portal.history

TABLES = (
    "basis challenge decision document element flag forum involvement levelword link mandate mention milestone "
    "participant passage person quote relation resource statement strategy strategyowner strategyregion"
).split()

# Changes that were numbered table by table get numbers of the one counter, in the order in which they were written: within a
# table that of their old numbers, between tables that of time. The new ones lie above all old ones, so that none collides.
ORDER = " UNION ALL ".join(
    f"SELECT '{table}' AS name, pgh_id, max(pgh_created_at) OVER (PARTITION BY {strategy} ORDER BY pgh_id) AS at "
    f"FROM strategies_{table}event"
    for table in TABLES
    for strategy in ["pgh_obj_id" if table == "strategy" else "strategy_id"]
)
RENUMBER = [
    f"""CREATE TEMPORARY TABLE history_renumbered ON COMMIT DROP AS
        SELECT name, pgh_id, row_number() OVER (ORDER BY at, pgh_id, name) + max(pgh_id) OVER () AS number
        FROM ({ORDER}) AS events""",
    *(
        f"""UPDATE strategies_{table}event AS event SET pgh_id = number FROM history_renumbered AS new
            WHERE new.name = '{table}' AND new.pgh_id = event.pgh_id"""
        for table in TABLES
    ),
    "SELECT setval('history_number', coalesce(max(number), 0) + 1, false) FROM history_renumbered",
]


class Migration(migrations.Migration):
    """One counter for the changes of all the tables that a plan is made from, and a way to those of one person."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("strategies", "0003_intake"),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE history_number", "DROP SEQUENCE history_number"),
        *(
            migrations.AlterField(
                model_name=f"{table}event",
                name="pgh_id",
                field=models.BigIntegerField(
                    db_default=portal.history.NextNumber(), primary_key=True, serialize=False
                ),
            )
            for table in TABLES
        ),
        migrations.RunSQL(RENUMBER, migrations.RunSQL.noop),
        migrations.RunSQL(
            "CREATE INDEX history_by_user ON pghistory_context ((metadata -> 'user'))",
            "DROP INDEX history_by_user",
        ),
    ]
