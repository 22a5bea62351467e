import socket
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actors.models import Actor, Membership, MembershipRole, User
from actors.register import load_register
from portal.accounts import DEMO_DOMAIN
from portal.progress import track
from strategies.load import load
from strategies.markdown import read_plan
from strategies.names import find_strategy
from strategies.publishing.publish import publish

PASSWORD = "granskog-2026"  # noqa: S105  # known to all: only a demonstration lets these accounts in
OWNERS = ("Region Örebro län", "Askersunds kommun")
ACCOUNTS = {
    "redaktor": ("Disa Redaktör", MembershipRole.EDITOR),
    "godkannare": ("Gunnar Godkännare", MembershipRole.APPROVER),
    "administrator": ("Alva Administratör", None),
}


class Command(BaseCommand):
    help = "Gör i ordning en demonstration: tabeller, register, planerna i seeds/, konton och filer. Säkert att upprepa."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, default=8000, help="porten som portalen ska svara på"
        )

    def handle(self, *, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Det här är ingen demonstration: sätt PORTAL_DEMO=1 om det ska vara en."
            )
        _claim(port)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        load_register()
        loaded = sum(_load(path) for path in track(_seeds(), "Läser planer"))
        call_command("propose_themes", stdout=StringIO())
        call_command("reindex", stdout=StringIO())
        made = sum(_account(name, *facts) for name, facts in ACCOUNTS.items())
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(
            f"Demonstrationen är i ordning: {loaded} planer inlästa, {made} konton nya."
        )
        self.stdout.write(f"Logga in med lösenordet {PASSWORD} som")
        for name, (_, role) in ACCOUNTS.items():
            told = (
                f"{role.label} för {' och '.join(OWNERS)}"
                if role
                else "administratör för hela portalen"
            )
            address = f"{name}@{DEMO_DOMAIN}"
            self.stdout.write(f"  {address:<28}{told}")


def _claim(port: int) -> None:
    """Refuse early, and say what to do, when somebody else answers on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} är upptagen. Välj en annan: make run PORT={port + 1}"
            ) from error


def _seeds() -> list[Path]:
    return sorted((settings.BASE_DIR / "seeds").glob("*.md"))


@transaction.atomic
def _load(path: Path) -> bool:
    """Load and publish a plan that is not there yet; what people have done to one that is stays theirs."""
    stored = find_strategy(read_plan(path.read_text(encoding="utf-8"), name=path.name))
    if stored and not stored.stub:
        return False
    publish(load(path).strategy, user=None, note="Inläst från källan")
    return True


def _account(name: str, full_name: str, role: MembershipRole | None) -> bool:
    user, new = User.objects.get_or_create(
        email=f"{name}@{DEMO_DOMAIN}", defaults={"name": full_name, "is_superuser": role is None}
    )
    if new:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    if role:
        for actor in Actor.objects.filter(name__in=OWNERS):
            Membership.objects.get_or_create(user=user, actor=actor, defaults={"role": role})
    return new
