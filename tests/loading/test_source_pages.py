"""Readers see where each part comes from, what the editors have changed or added, and no more of a source than may be shown."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from actors.models import Actor
from benchmarks.plan import make_plan
from strategies.apply import apply
from strategies.markdown import read_plan
from strategies.models import SourceFile, Strategy
from strategies.plan import (
    Challenge,
    Document,
    Element,
    Involvement,
    Passage,
    Person,
    Plan,
    Statement,
)
from strategies.publishing.publish import publish
from strategies.receive import store
from tests.factories import make_actor, make_strategy
from tests.test_strategy_page import Text

pytestmark = pytest.mark.django_db

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.md"))
TEXT = """\
Program för Prov

Kontakt: Eva Prov, 070-123 45 67

Fokusområden
Vi ska erbjuda rådgivning till alla nya företag i hela länet.
Därefter följer mark.
Sist kommer handel.
Rad efter rad.
Allra sist."""
DATA = TEXT.encode()
SHA256 = hashlib.sha256(DATA).hexdigest()
START, END = TEXT.index("rådgivning"), TEXT.index(" i hela länet")
WORDS = TEXT[START:END]


def passage(part: Any, text: str = WORDS, **fields: Any) -> Passage:
    place = {"start": TEXT.index(text), "end": TEXT.index(text) + len(text)} if text in TEXT else {}
    return Passage(**place | {"on": part and part.key, "text": text, "field": "title"} | fields)


def sourced(**fields: Any) -> Strategy:
    """A published plan with one action, read from TEXT by a rule."""
    action = fields.pop("action", Element(kind="action", title=WORDS))
    plan = {
        "title": "Program för Prov",
        "kind": "program",
        "owners": (make_actor().name,),
        "elements": (action,),
        "documents": (Document(title="Pressmeddelande", sha256=SHA256, file="program.txt"),),
        "passages": (passage(action, rule="R12", certainty="trolig"),),
    }
    return make_strategy(Plan(**plan | fields), published=True)


def stored(*, publishable: bool) -> SourceFile:
    file = store("program.txt", DATA, None).draft.source
    file.text, file.publishable = TEXT, publishable
    file.save()
    return file


def page(client: Client, strategy: Strategy, address: str = "", status: int = 200) -> str:
    answer = client.get(f"{strategy.get_absolute_url()}{address}")
    assert answer.status_code == status
    return answer.content.decode()


def kalla(strategy: Strategy) -> str:
    return f"{str(strategy.elements.get().key)[:8]}/kalla/"


def link(strategy: Strategy, title: str = "rådgivning till alla nya företag") -> str:
    return f'<a href="{kalla(strategy)}" aria-label="Källa till {title}">Källa</a>'


# --- the way there


def test_every_part_of_a_plan_leads_to_its_source(client: Client) -> None:
    goal = Statement(kind="mål", text="Fler företag.")
    own = Statement(kind="princip", text="Enkelhet.")
    action = Element(kind="action", title="Rådgivning")
    area = Element(kind="focus_area", title="Kompetens", elements=(action,), statements=(own,))
    challenge = Challenge(title="Flytt", challenges=(Challenge(title="Ålder"),))
    strategy = sourced(
        elements=(area,),
        statements=(goal,),
        challenges=(challenge,),
        passages=(Passage(on=goal.key, text="Fler företag.", rule="R60"),),
    )
    text = page(client, strategy)
    parts = (goal, own, action, area, challenge, *challenge.challenges)
    for part in parts:
        assert f'href="{str(part.key)[:8]}/kalla/" aria-label="Källa till ' in text
        page(client, strategy, f"{str(part.key)[:8]}/kalla/")
    assert text.count("/kalla/") == len(parts)


def test_an_elements_own_page_leads_there_too(client: Client) -> None:
    strategy = sourced()
    key = str(strategy.elements.get().key)[:8]
    assert f'href="{strategy.get_absolute_url()}{key}/kalla/"' in page(client, strategy, f"{key}/")


def test_a_plan_whose_passages_tell_nothing_of_its_parts_leads_nowhere(client: Client) -> None:
    strategy = sourced(passages=(passage(None),))
    assert "kalla/" not in page(client, strategy)
    page(client, strategy, kalla(strategy), status=404)


def test_in_a_plan_that_people_wrote_down_only_cited_parts_lead_to_their_source(
    client: Client,
) -> None:
    cited, other = Element(kind="action", title=WORDS), Element(kind="action", title="Utan citat")
    strategy = sourced(elements=(cited, other), passages=(passage(cited),))
    assert page(client, strategy).count("/kalla/") == 1
    page(client, strategy, f"{str(other.key)[:8]}/kalla/", status=404)


def test_an_old_edition_leads_to_no_sources(client: Client) -> None:
    strategy = sourced()
    Strategy.objects.filter(pk=strategy.pk).update(summary="Ny.")
    publish(Strategy.objects.get(pk=strategy.pk), user=None, note="Igen")
    assert "/kalla/" not in page(client, strategy, "utgavor/1/")
    assert "kallor/1/" not in page(client, strategy, "utgavor/1/")
    assert link(strategy) in page(client, strategy)


def test_the_links_are_quiet_on_paper() -> None:
    css = (Path(__file__).resolve().parents[2] / "static" / "css" / "plan.css").read_text()
    hidden = '[href$="/kalla/"], [href^="kallor/"] { display: none; }'
    assert hidden in css[css.index("@media print") :]


def test_a_long_title_is_cut_in_the_links_name_and_markup_is_escaped(client: Client) -> None:
    action = Element(kind="action", title='"><b>' + "ord " * 40)
    strategy = sourced(action=action)
    assert 'aria-label="Källa till &quot;&gt;&lt;b&gt;ord' in page(client, strategy)
    assert "<b>ord" not in page(client, strategy)
    assert "<b>ord" not in page(client, strategy, kalla(strategy))


# --- what is told


def test_the_page_tells_what_was_read_how_and_from_what(client: Client) -> None:
    file = stored(publishable=True)
    strategy = sourced()
    text = str(Text(page(client, strategy, kalla(strategy))))
    for told in (WORDS, "Pressmeddelande", "program.txt", SHA256, "(R12)", "Trolig läsning"):
        assert told in text or told == "(R12)"
    assert "R12" in text
    assert "Först inläst i portalen" in text
    assert str(file.loaded_at.year) in text


def test_a_passage_that_a_person_chose_is_told_apart(client: Client) -> None:
    action = Element(kind="action", title=WORDS)
    strategy = sourced(action=action, passages=(passage(action),))
    assert "Utpekat av redaktionen" in page(client, strategy, kalla(strategy))


def test_what_the_editors_have_corrected_is_told(client: Client) -> None:
    action = Element(kind="action", title="Rådgivning")
    strategy = sourced(action=action, passages=(passage(action, corrected=True),))
    assert "Redaktionen har rättat uppgiften" in page(client, strategy, kalla(strategy))


def test_what_the_editors_have_rewritten_is_told(client: Client) -> None:
    action = Element(kind="action", title="Något helt annat")
    strategy = sourced(action=action, passages=(passage(action),))
    assert "inte exakt källans" in page(client, strategy, kalla(strategy))


@pytest.mark.parametrize("field", ["title", "text", "involvements", ""])
def test_what_reading_mends_is_no_rewriting(client: Client, field: str) -> None:
    action = Element(
        kind="action",
        title="Närings- liv, och tillväxt",
        text="NÄRINGSLIV och tillväxt",
        involvements=(Involvement(actor="Almi", role="ansvarig"),),
    )
    words = passage(action, "närings-\u00adliv och tillväxt.", field=field)
    strategy = sourced(action=action, passages=(words,))
    assert "inte exakt källans" not in page(client, strategy, kalla(strategy))


def test_what_the_editors_have_added_is_told(client: Client) -> None:
    read, added = Element(kind="action", title=WORDS), Element(kind="action", title="Tillagd")
    strategy = sourced(elements=(read, added), passages=(passage(read, rule="R32"),))
    text = page(client, strategy, f"{str(added.key)[:8]}/kalla/")
    assert "Delen är tillagd av redaktionen" in text


def test_passages_from_several_documents_stand_under_each(client: Client) -> None:
    action = Element(kind="action", title=WORDS)
    strategy = sourced(
        action=action,
        documents=(Document(title="Första"), Document(title="Andra")),
        passages=(passage(action, document=2), passage(action, "Därefter följer mark.")),
    )
    text = str(Text(page(client, strategy, kalla(strategy)).split("<main")[1]))
    text = text[text.index("Tillbaka") :]
    assert text.index("Första") < text.index("Därefter") < text.index("Andra") < text.index(WORDS)


# --- what is shown, and to whom


def test_the_context_is_shown_where_publication_is_allowed(client: Client) -> None:
    stored(publishable=True)
    strategy = sourced()
    text = page(client, strategy, kalla(strategy))
    assert f"Vi ska erbjuda <mark>{WORDS}</mark> i hela länet." in text
    assert "Fokusområden" in text
    assert "Sist kommer handel." in text
    assert "Allra sist." not in text  # three lines on each side


def test_the_context_in_a_text_without_line_breaks_is_cut_between_words(client: Client) -> None:
    file = stored(publishable=True)
    file.text = f"{'före ' * 200}{WORDS} {'efter ' * 200}"
    file.save()
    action = Element(kind="action", title=WORDS)
    at = file.text.index(WORDS)
    strategy = sourced(action=action, passages=(passage(action, start=at, end=at + len(WORDS)),))
    text = page(client, strategy, kalla(strategy))
    context = text[text.index("<blockquote>") : text.index("</blockquote>")]
    assert "<p>… före före" in context
    assert "efter efter …</p>" in context
    assert len(context) < 950


def test_only_the_words_themselves_are_shown_where_it_is_not(client: Client) -> None:
    stored(publishable=False)
    strategy = sourced()
    for address in (kalla(strategy), "kallor/1/"):
        text = page(client, strategy, address)
        assert "i hela länet" not in text
        assert "Eva Prov" not in text
        assert "Den får inte publiceras" in text
        assert "original" not in text
    assert f"<mark>{WORDS}</mark>" in page(client, strategy, kalla(strategy))
    page(client, strategy, "kallor/1/original", status=404)


def test_a_source_that_the_portal_has_no_file_of_shows_its_words(client: Client) -> None:
    strategy = sourced()
    assert f"<mark>{WORDS}</mark>" in page(client, strategy, kalla(strategy))
    assert "Filen finns inte i portalen" in page(client, strategy, "kallor/1/")
    page(client, strategy, "kallor/1/original", status=404)


def test_a_place_that_says_another_thing_shows_the_passages_own_words(client: Client) -> None:
    stored(publishable=True)
    action = Element(kind="action", title=WORDS)
    elsewhere = passage(action, start=0, end=10)
    strategy = sourced(action=action, passages=(elsewhere,))
    assert f"<p><mark>{WORDS}</mark></p>" in page(client, strategy, kalla(strategy))


def test_a_passage_that_names_somebody_who_has_not_agreed_is_not_shown(client: Client) -> None:
    stored(publishable=False)
    read, named = Element(kind="action", title=WORDS), Element(kind="action", title="Ring oss")
    contact = passage(named, "Kontakt: Eva Prov, 070-123 45 67")
    strategy = sourced(
        elements=(read, named),
        persons=(Person(name="Eva Prov", phone="070-123 45 67"),),
        passages=(passage(read), contact, passage(None, "Eva Prov")),
    )
    text = page(client, strategy, f"{str(named.key)[:8]}/kalla/")
    assert "Eva Prov" not in text
    assert "stället visas inte" in text
    assert "Eva Prov" not in page(client, strategy, "kallor/1/")


def test_the_document_tells_what_the_plans_own_facts_are_read_from(client: Client) -> None:
    stored(publishable=True)
    strategy = sourced(passages=(passage(None, "Program för Prov"),))
    text = page(client, strategy, "kallor/1/")
    assert "<mark>Program för Prov</mark>" in text
    assert "Hela texten" in text
    assert "Allra sist." in text
    assert 'href="kallor/1/"' in page(client, strategy)


@pytest.mark.parametrize(
    "address", ["kallor/2/", "kallor/0/", "kallor/2/original", "ffffffff/kalla/"]
)
def test_a_source_that_is_not_there_is_not_found(client: Client, address: str) -> None:
    page(client, sourced(), address, status=404)


@pytest.mark.parametrize("address", ["kallor/1/", "kallor/1/original", "{key}/kalla/"])
def test_a_plan_that_is_not_published_has_no_public_sources(client: Client, address: str) -> None:
    stored(publishable=True)
    action = Element(kind="action", title=WORDS)
    strategy = make_strategy(
        documents=(Document(title="Källa", sha256=SHA256),),
        elements=(action,),
        passages=(passage(action),),
    )
    page(client, strategy, address.format(key=str(action.key)[:8]), status=404)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_sources_are_only_read(client: Client, method: str) -> None:
    strategy = sourced()
    for address in (kalla(strategy), "kallor/1/", "kallor/1/original"):
        answer = getattr(client, method)(f"{strategy.get_absolute_url()}{address}")
        assert answer.status_code == 405


# --- the original


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("txt", "text/plain"),
        ("html", "text/html"),
        ("pdf", "application/pdf"),
        ("", "application/octet-stream"),
    ],
)
def test_the_original_is_sent_to_be_saved_byte_for_byte(
    client: Client, form: str, content_type: str
) -> None:
    SourceFile.objects.filter(pk=stored(publishable=True).pk).update(format=form, name="åäö.txt")
    answer = client.get(f"{sourced().get_absolute_url()}kallor/1/original")
    assert b"".join(answer.streaming_content) == DATA  # type: ignore[attr-defined]
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%A5")
    assert answer["X-Content-Type-Options"] == "nosniff"


# --- size


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_seeds_sources_can_be_read(client: Client, register: None, seed: Path) -> None:
    strategy = apply(read_plan(seed.read_text(), seed.name))
    publish(strategy, user=None)
    for number in range(1, strategy.documents.count() + 1):
        page(client, strategy, f"kallor/{number}/")


def with_sources(branches: int) -> Strategy:
    """A plan of four directions with so many areas each, and a passage for every part."""
    actors = Actor.objects.order_by("pk").values_list("name", flat=True)
    value = make_plan(list(actors)[::3], branches)
    aims = (Statement(kind="mål", text="Fler företag."),)
    value = value.model_copy(update={"statements": aims})
    sources = {
        "documents": (Document(title="Plan", sha256=SHA256),),
        "passages": tuple(Passage(on=part.key, text="x", rule="R1") for part in value.keyed()),
    }
    return make_strategy(value.model_copy(update=sources), published=True)


@pytest.mark.parametrize(("branches", "links"), [(4, 4 + 16 + 80 + 1), (6, 1)])
def test_a_page_with_sources_stays_within_its_limits(
    client: Client, register: None, branches: int, links: int
) -> None:
    strategy = with_sources(branches)
    text = page(client, strategy)
    assert text.count("/kalla/") == links
    assert len(text.encode()) < 100_000
    headers = {"accept-encoding": "gzip"}
    assert len(client.get(strategy.get_absolute_url(), headers=headers).content) < 20_000


def test_in_a_large_plan_each_elements_own_page_leads_to_its_source(
    client: Client, register: None
) -> None:
    strategy = with_sources(6)
    key = str(strategy.elements.filter(kind="action")[0].key)[:8]
    assert f"{key}/kalla/" in page(client, strategy, f"{key}/")


def test_the_queries_of_a_part_do_not_grow_with_the_plan(
    client: Client, count_queries: Any
) -> None:
    action = Element(kind="action", title=WORDS)
    many = tuple(Element(kind="action", title=f"Insats {number}") for number in range(20))
    small = sourced()
    large = sourced(
        elements=(action, *many),
        passages=tuple(passage(one) for one in (action, *many)),
        documents=tuple(Document(title=f"Källa {n}", sha256=str(n) * 64) for n in range(9)),
    )
    large_key = str(action.key)[:8]
    assert count_queries(f"{small.get_absolute_url()}{kalla(small)}") == count_queries(
        f"{large.get_absolute_url()}{large_key}/kalla/"
    )
