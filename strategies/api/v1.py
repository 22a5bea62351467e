"""The first version of the API. Its addresses, parameters and fields never change; what is added is added beside them."""

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from actors.models import Region
from strategies.api import answers
from strategies.api.answers import whole
from strategies.models import Edition, Entry, Strategy
from strategies.plan import ElementKind, Plan
from strategies.publishing.public import public_plan
from strategies.reading.actor_pages import narrowed_actors, ties_of
from strategies.reading.editions import current_edition, editions_of, plan_of
from strategies.reading.filters import ActorFilter, AddressForm, StrategyFilter
from strategies.reading.search.page import search_page
from strategies.reading.search.taken import EverythingFound
from strategies.reading.strategy_list import narrowed
from strategies.reading.withdrawn import withdrawal
from strategies.texts import one_line, storable

MOST = 100  # in one answer
FARTHEST = 1_000_000
LONGEST = 200
MOST_TIES = 500

api = NinjaAPI(
    title=f"{settings.PORTAL_NAME}: API",
    version="1",
    description="Regioners och kommuners strategier, så som de är publicerade. Öppet för alla, utan konto och nyckel.",
    docs_url=None,  # our own page, without scripts of others
    urls_namespace="api-v1",
)
Text = Annotated[str, Field(max_length=LONGEST)]
T = TypeVar("T")
Out = TypeVar("Out", bound=Schema)


def only_known(view: Callable[..., Any]) -> Callable[..., Any]:
    """422 for a parameter that the address does not have: it would be a filter that filters nothing."""

    @wraps(view)
    def wrapped(request: HttpRequest, **values: Any) -> Any:
        known = type(values["asked"]).model_fields if "asked" in values else {}
        unknown = [one_line(name)[:40] for name in request.GET if name not in known]
        if unknown:
            told = f"Det här finns inte att välja: {', '.join(unknown)}. Vad som finns beskrivs på /api/."
            raise HttpError(422, told)
        return view(request, **values)

    return wrapped


api.add_decorator(only_known)


class Places(Schema):
    """Which of many: at most `limit`, after the first `offset`."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Hur många som ska komma med")] = 50
    offset: Annotated[int, Field(ge=0, le=FARTHEST, description="Hur många som hoppas över")] = 0


class StrategiesAsked(Places):
    """The same filters as in the list of strategies."""

    q: Annotated[Text, Field(description="Ord i titeln")] = ""
    amne: Annotated[Text, Field(description="Ämnets adress, till exempel digitalisering")] = ""
    region: Annotated[Text, Field(description="Områdets adress, till exempel orebro-lan")] = ""
    slag: Annotated[Text, Field(description="Planens slag, till exempel handlingsplan")] = ""
    status: Annotated[
        Text, Field(description="gallande, kommande, avslutad, ersatt, upphavd eller utan-period")
    ] = ""
    ar: Annotated[Text, Field(description="Gäller år")] = ""
    agare: Annotated[Text, Field(description="Ägarens adress")] = ""


class ElementsAsked(Places):
    kind: Annotated[ElementKind | None, Field(description="Bara delar på den nivån")] = None
    strategi: Annotated[Text, Field(description="Bara delar ur den strategin")] = ""


class ActorsAsked(Places):
    q: Annotated[Text, Field(description="Del av namnet")] = ""
    slag: Annotated[Text, Field(description="Aktörens slag, till exempel kommun")] = ""
    med: Annotated[bool, Field(description="Bara de som finns i en publicerad plan")] = False


class SearchAsked(Places):
    """The same choices as on the search page."""

    q: Annotated[str, Field(min_length=1, max_length=LONGEST, description="Orden")]
    niva: Annotated[Text, Field(description="Nivå i planen, till exempel insats eller aktor")] = ""
    amne: Annotated[Text, Field(description="Ämnets adress, till exempel digitalisering")] = ""
    region: Annotated[Text, Field(description="Områdets adress, till exempel orebro-lan")] = ""
    status: Annotated[Text, Field(description="Var planen står, till exempel gallande")] = ""
    slag: Annotated[Text, Field(description="Planens slag, till exempel handlingsplan")] = ""
    ar: Annotated[Text, Field(description="Ett år som planen gäller")] = ""
    aktor: Annotated[Text, Field(description="Aktörens adress, till exempel almi")] = ""


GONE: dict[int, Any] = {404: answers.Problem, 410: answers.Problem}
ODD: dict[int, Any] = {422: answers.Problem}


@api.get(
    "/strategier",
    response={200: answers.StrategyPage} | ODD,
    summary="Strategier",
    url_name="api-strategies",
)
def strategies(request: HttpRequest, asked: Query[StrategiesAsked]) -> Any:
    """Publicerade strategier i svensk bokstavsordning, med samma filter som listan i portalen."""
    found = narrowed(_asked(StrategyFilter(request.GET)), timezone.localdate())
    return _page(request, asked, found, answers.strategy_out, answers.StrategyPage)


@api.get(
    "/strategier/{slug:slug}",
    response={200: answers.EditionWithPlan} | GONE | ODD,
    summary="En strategi",
    url_name="api-strategy",
)
def strategy(request: HttpRequest, slug: str) -> Any:
    """Den senaste utgåvan, med hela planen."""
    return _with_plan(_current(slug))


@api.get(
    "/strategier/{slug:slug}/utgavor",
    response={200: answers.EditionPage} | GONE | ODD,
    summary="En strategis utgåvor",
    url_name="api-editions",
)
def editions(request: HttpRequest, slug: str, asked: Query[Places]) -> Any:
    """Alla utgåvor, den nyaste först."""
    found = Strategy.objects.published().filter(slug=slug).first()
    if found is None:
        raise _gone(slug)
    rows = found.editions.select_related("strategy").defer("plan").order_by("-number")

    def out(edition: Edition) -> answers.EditionOut:
        return answers.edition_out(edition, found.current_edition_id)

    return _page(request, asked, rows, out, answers.EditionPage)


@api.get(
    "/strategier/{slug:slug}/utgavor/{int:number}",
    response={200: answers.EditionWithPlan} | GONE | ODD,
    summary="En utgåva",
    url_name="api-edition",
)
def edition(request: HttpRequest, slug: str, number: int) -> Any:
    """En utgåva så som den publicerades, med hela planen."""
    found = editions_of(slug).filter(number=number).first()
    if found is None:
        raise _gone(slug)
    return _with_plan(found)


@api.get(
    "/strategier/{slug:slug}/delar",
    response={200: answers.PlacedElementPage} | GONE | ODD,
    summary="En strategis delar",
    url_name="api-strategy-elements",
)
def strategy_elements(request: HttpRequest, slug: str, asked: Query[Places]) -> Any:
    """Den senaste utgåvans delar på rad, i läsordning."""
    edition = _current(slug)
    placed = list(_placed(public_plan(plan_of(edition)), whole(edition.strategy)))
    return _page(request, asked, placed, lambda one: one, answers.PlacedElementPage)


@api.get(
    "/delar",
    response={200: answers.EntryPage} | ODD,
    summary="Alla strategiers delar",
    url_name="api-elements",
)
def elements(request: HttpRequest, asked: Query[ElementsAsked]) -> Any:
    """Inriktningar, insatsområden och insatser i alla planers senaste utgåvor."""
    kinds = [asked.kind] if asked.kind else list(ElementKind.__args__)  # type: ignore[attr-defined]
    found = Entry.objects.filter(kind__in=kinds).select_related("strategy")
    if asked.strategi:
        found = found.filter(strategy__slug=storable(asked.strategi))
    rows = found.order_by("strategy_id", "position")
    return _page(request, asked, rows, answers.entry_out, answers.EntryPage)


@api.get(
    "/aktorer", response={200: answers.ActorPage} | ODD, summary="Aktörer", url_name="api-actors"
)
def actors(request: HttpRequest, asked: Query[ActorsAsked]) -> Any:
    """Organisationer, de som finns i publicerade planer först."""
    found = narrowed_actors(_asked(ActorFilter(request.GET)))
    return _page(request, asked, found, answers.actor_out, answers.ActorPage)


@api.get(
    "/aktorer/{slug:slug}",
    response={200: answers.ActorWithTies, 404: answers.Problem} | ODD,
    summary="En aktör",
    url_name="api-actor",
)
def actor(request: HttpRequest, slug: str) -> Any:
    """En aktör, och vad planers senaste utgåvor säger om den."""
    found = get_object_or_404(narrowed_actors({}), slug=slug)
    ties = ties_of(found)
    return answers.actor_with_ties(found, list(ties[:MOST_TIES]), ties.count())


@api.get(
    "/regioner", response={200: answers.RegionPage} | ODD, summary="Områden", url_name="api-regions"
)
def regions(request: HttpRequest, asked: Query[Places]) -> Any:
    """Landet, storregioner, län och kommuner."""
    found = Region.objects.select_related("parent").order_by("pk")
    return _page(request, asked, found, answers.region_out, answers.RegionPage)


@api.get("/sok", response={200: answers.SearchOut} | ODD, summary="Sök", url_name="api-search")
def find(request: HttpRequest, asked: Query[SearchAsked]) -> Any:
    """Sök i allt som planers senaste utgåvor säger, och bland aktörer och områden."""
    address = QueryDict(mutable=True)
    address.update(asked.dict())
    found = search_page(address)
    if found.odd:
        raise HttpError(422, _odd(list(found.odd)))
    everything = EverythingFound(found)
    page = partial(answers.SearchOut, query=asked.q, more=everything.more)
    return _page(request, asked, everything, answers.hit_out, page)


@api.exception_handler(ValidationError)
def odd_values(request: HttpRequest, error: Any) -> HttpResponse:
    """422, and which values cannot be understood."""
    names = dict.fromkeys(str(fault["loc"][-1]) for fault in error.errors)
    return _refused(request, list(names))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Any) -> HttpResponse:
    told = "Det finns inget publicerat på adressen. Kontrollera den mot listorna."
    return api.create_response(request, {"detail": told}, status=404)


# --- what the views share


def _asked(form: AddressForm) -> dict[str, Any]:
    """What a list's own filter makes of the address; 422 for a value that the list would leave out."""
    asked = form.asked()
    if form.errors:
        raise HttpError(422, _odd(list(form.errors)))
    return asked


def _refused(request: HttpRequest, names: list[str]) -> HttpResponse:
    return api.create_response(request, {"detail": _odd(names)}, status=422)


def _odd(names: list[str]) -> str:
    return f"Värdet går inte att förstå: {', '.join(names)}. Vad som kan stå där beskrivs på /api/."


def _current(slug: str) -> Edition:
    try:
        return current_edition(slug)
    except Http404:
        raise _gone(slug) from None


def _gone(slug: str) -> HttpError | Http404:
    """410 for a plan that was withdrawn, and 404 for what never was public."""
    step = withdrawal(slug)
    if step is None:
        return Http404()
    day = timezone.localdate(step.taken_at).isoformat()
    return HttpError(410, f"Planen återkallades {day}: {step.comment}")


def _with_plan(edition: Edition) -> HttpResponse:
    """The edition as JSON at once: its plan was valid when it was published, and need not be read twice."""
    out = answers.edition_out(edition, edition.strategy.current_edition_id)
    told = answers.EditionWithPlan.model_construct(**dict(out), plan=public_plan(plan_of(edition)))
    return HttpResponse(told.model_dump_json(), content_type="application/json; charset=utf-8")


def _placed(plan: Plan, home: str) -> Iterable[answers.PlacedElement]:
    above: list[Any] = []
    for depth, element in plan.walk():
        above[depth:] = [element.key]
        yield answers.PlacedElement(
            depth=depth,
            parent=above[depth - 1] if depth else None,
            url=f"{home}{str(element.key)[:8]}/",
            element=element.model_copy(update={"elements": ()}),
        )


def _page(
    request: HttpRequest,
    asked: Places,
    found: QuerySet[Any] | list[T] | EverythingFound,
    out: Callable[[Any], Schema],
    page: Callable[..., Out],
) -> Out:
    """One page of what was found, and the addresses of those beside it."""
    count = found.count() if isinstance(found, QuerySet) else len(found)
    rows = found[asked.offset : asked.offset + asked.limit]
    after, before = asked.offset + asked.limit, max(asked.offset - asked.limit, 0)
    return page(
        count=count,
        next=_beside(request, after) if after < count else None,
        previous=_beside(request, before) if asked.offset else None,
        items=[out(row) for row in rows],
    )


def _beside(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return f"{settings.PORTAL_ADDRESS}{request.path}?{query.urlencode()}"
