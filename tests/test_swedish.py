"""Swedish alphabetical order: the same in the database, in Python and in a telephone book."""

import random

import pytest

from actors.models import Actor
from actors.swedish import SwedishOrder, swedish_key

# fmt: off
ORDERED = [
    "Arboga", "Eda", "Edéns", "Enköping", "Täby", "Umeå",
    "Västerås", "Zorn", "Ånge", "Åre", "Älvdalen", "Öckerö",
]
# fmt: on


def test_a_o_with_marks_come_last_in_the_order_of_the_alphabet():
    assert sorted("öÄåZaz", key=swedish_key) == ["a", "Z", "z", "å", "Ä", "ö"]


def test_case_makes_no_difference():
    assert swedish_key("ÅRE") == swedish_key("åre")


def test_an_accent_on_e_makes_no_difference():
    assert sorted(["idén", "idel", "idep"], key=swedish_key) == ["idel", "idén", "idep"]


def test_letters_of_the_neighbours_stand_where_swedes_look_for_them():
    assert swedish_key("Müller") == swedish_key("Myller")
    assert swedish_key("Æ") == swedish_key("Ä")
    assert swedish_key("Ø") == swedish_key("Ö")


def test_places_are_sorted_as_swedes_do():
    shuffled = random.Random(1).sample(ORDERED, len(ORDERED))
    assert sorted(shuffled, key=swedish_key) == ORDERED


@pytest.mark.django_db
def test_the_database_sorts_as_python_does():
    names = [
        *ORDERED,
        "de Geer",
        "Zäta",
        "z",
        "É-gruppen",
        "ål",
        "Kil 2",
        "Kil-bo",
        "Kil 10",
        "Müller",
        "Myra",
        "Ève",
        "Ærø",
        "Ølby",
    ]
    shuffled = random.Random(2).sample(names, len(names))
    Actor.objects.bulk_create(
        Actor(slug=f"a-{number}", name=name) for number, name in enumerate(shuffled)
    )

    ordered = Actor.objects.order_by(SwedishOrder("name")).values_list("name", flat=True)
    assert list(ordered) == sorted(names, key=swedish_key)


@pytest.mark.django_db
def test_a_queryset_in_swedish_order_puts_orebro_last():
    Actor.objects.bulk_create(
        Actor(slug=slug, name=name)
        for slug, name in (("o", "Örebro"), ("a", "Åre"), ("z", "Zinkgruvan"), ("v", "växjö"))
    )
    ordered = Actor.objects.in_swedish_order().values_list("name", flat=True)
    assert list(ordered) == ["växjö", "Zinkgruvan", "Åre", "Örebro"]
