"""The portal-wide counter of all that public pages are made from; the database counts, so raw and bulk writes count too."""

import pgtrigger
from django.db import models

from actors.models import Actor, Region

# A row that nobody else is counting in, or a new one: a counting transaction must not wait for another to end.
COUNT = """
    UPDATE strategies_publicchange SET count = count + 1
        WHERE id = (SELECT id FROM strategies_publicchange WHERE register = {register} LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO strategies_publicchange (count, register) VALUES (1, {register});
    END IF;
    RETURN NULL;
"""


class PublicChange(models.Model):
    """How often what public pages show has changed: the sum of `count` over all rows, which are as many as ever counted at once.

    A change and its count become visible together, so a page that is made after the sum was read holds all that the sum tells of.
    A sequence would count before the change can be read, and the page made in between would be kept for good. Rows with `register` count
    what has changed of actors and territories, which is seldom, and decides where names lead.
    """

    count = models.BigIntegerField()
    register = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.count)


def counted(
    insert: str = "", update: str = "", delete: str = "", *, register: bool = False
) -> list[pgtrigger.Trigger]:
    """Triggers that count a table's insertions, changes and removals, those that meet the SQL condition (on OLD and NEW)."""
    conditions = {"insert": insert, "update": update, "delete": delete}
    return [
        pgtrigger.Trigger(
            name=f"public_change_{name}",
            when=pgtrigger.After,
            operation=getattr(pgtrigger, name.capitalize()),
            condition=pgtrigger.Condition(condition),
            func=COUNT.format(register=str(register).lower()),
        )
        for name, condition in conditions.items()
        if condition
    ]


class ShownActor(Actor):
    """An actor, as pages name it and lead to it. Those that only staff meet do not count."""

    class Meta:
        proxy = True
        triggers = counted(
            insert="NEW.listed",
            update="OLD.* IS DISTINCT FROM NEW.* AND (OLD.listed OR NEW.listed)",
            delete="OLD.listed",
            register=True,
        )


class ShownRegion(Region):
    """A territory, as pages name it, lead to it and wear its accent."""

    class Meta:
        proxy = True
        triggers = counted(
            insert="true", update="OLD.* IS DISTINCT FROM NEW.*", delete="true", register=True
        )
