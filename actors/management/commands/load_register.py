from django.core.management.base import BaseCommand

from actors.register import Loaded, load_register


class Command(BaseCommand):
    help = "Läser in Sveriges län, kommuner och storregioner samt vanliga aktörer. Kan köras om."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(summary(load_register()))


def summary(loaded: Loaded) -> str:
    """One line for the person who ran the command."""
    if not loaded:
        return "Registret är i ordning: inget ändrat."
    return (
        f"Områden: {loaded.regions_added} nya, {loaded.regions_changed} ändrade. "
        f"Aktörer: {loaded.actors_added} nya, {loaded.actors_changed} ändrade."
    )
