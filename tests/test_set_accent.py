"""A region's accent colour is set by a command, checked as the database checks it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from actors.models import Region

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    told = StringIO()
    call_command("set_accent", *arguments, stdout=told)
    return told.getvalue()


def accent() -> str:
    return Region.objects.get(slug="orebro-lan").accent


def test_a_region_gets_its_colour_and_loses_it_again(register: None) -> None:
    assert run("orebro-lan", "#1D6B4F") == "Örebro län: #1d6b4f\n"
    assert accent() == "#1d6b4f"
    assert run("orebro-lan", "#1d6b4f") == "Örebro län: inget ändrat\n"
    assert run("orebro-lan") == "Örebro län: ingen egen färg\n"
    assert accent() == ""


@pytest.mark.parametrize(("region", "colour"), [("orebro-lan", "grön"), ("atlantis", "#1d6b4f")])
def test_what_is_no_colour_or_no_region_is_refused(
    register: None, region: str, colour: str
) -> None:
    with pytest.raises(CommandError, match=r"Skriv färgen|inget område"):
        run(region, colour)
    assert accent() == ""
