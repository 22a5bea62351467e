"""Loading the register: everything arrives, a second run changes nothing, editors keep theirs."""

from io import StringIO

import pytest
from django.core.management import call_command
from pghistory.models import Context

from actors.models import Actor, ActorKind, Region, RegionKind
from actors.register import load_register

pytestmark = pytest.mark.django_db


def test_loading_fills_the_tables_with_what_the_files_say():
    load_register()

    assert Region.objects.count() == 1 + 10 + 21 + 290
    askersund = Region.objects.get(name="Askersunds kommun")
    assert askersund.parent is not None
    assert askersund.parent.name == "Örebro län"
    assert Actor.objects.get(name="ALMI Företagspartner Kronoberg").parent == Actor.objects.get(
        name="ALMI Företagspartner"
    )
    assert Actor.objects.get(name="Region Gävleborg").region == Region.objects.get(code="21")
    assert {region.name for region in Region.objects.named(["södra Småland"])} == {"Kronobergs län"}


def test_loading_makes_a_large_region_hold_its_counties_and_their_kommuner():
    load_register()

    within = Region.objects.within(Region.objects.get(code="SE31"))
    assert within.filter(kind=RegionKind.COUNTY).count() == 3
    assert within.filter(kind=RegionKind.MUNICIPALITY).count() == 16 + 15 + 10


def test_a_second_run_writes_nothing(django_assert_num_queries):
    first, second = load_register(), load_register()

    assert (first.regions_added, first.actors_added) == (322, 411)
    assert not second
    with django_assert_num_queries(5):  # a savepoint, its release and three reads
        load_register()


def test_history_says_why_the_rows_came_and_says_it_once():
    load_register()
    load_register()

    assert [context.metadata for context in Context.objects.all()] == [
        {"reason": "Registret lästes in"}
    ]


def test_the_command_tells_what_it_did():
    def run() -> str:
        out = StringIO()
        call_command("load_register", stdout=out)
        return out.getvalue()

    assert run() == "Områden: 322 nya, 0 ändrade. Aktörer: 411 nya, 0 ändrade.\n"
    assert run() == "Registret är i ordning: inget ändrat.\n"


def test_an_editors_changes_to_an_actor_survive():
    load_register()
    Actor.objects.filter(slug="region-orebro-lan").update(
        name="Region Örebro", text="Vår egen text.", homepage="", kind=ActorKind.OTHER
    )

    assert not load_register()
    actor = Actor.objects.get(slug="region-orebro-lan")
    assert (actor.name, actor.text, actor.homepage, actor.kind) == (
        "Region Örebro",
        "Vår egen text.",
        "",
        "annan",
    )


def test_an_editors_alias_stays_beside_the_files():
    load_register()
    Actor.objects.filter(name="Vinnova").update(aliases=["Innovationsmyndigheten"])

    assert load_register().actors_changed == 1
    aliases = Actor.objects.get(name="Vinnova").aliases
    assert aliases == ["Innovationsmyndigheten", "Verket för innovationssystem"]


def test_an_actor_that_an_editor_made_first_is_used_and_not_doubled():
    made = Actor.objects.create(slug="almi", name="almi företagspartner", text="Redan här.")
    load_register()

    made.refresh_from_db()
    assert (made.slug, made.text) == ("almi", "Redan här.")
    assert "ALMI" in made.aliases
    assert Actor.objects.get(name="ALMI Företagspartner Kronoberg").parent == made


def test_a_territorys_facts_belong_to_the_files_but_its_colour_to_the_portal():
    load_register()
    Region.objects.filter(code="18").update(name="Närke", accent="#1d6b4f")
    whole = Region.objects.get(code="SE31")
    whole.parts.set([Region.objects.get(code="01"), Region.objects.get(code="17")])

    assert load_register().regions_changed == 2
    orebro = Region.objects.get(code="18")
    assert (orebro.name, orebro.accent) == ("Örebro län", "#1d6b4f")
    assert sorted(whole.parts.values_list("code", flat=True)) == ["17", "20", "21"]
