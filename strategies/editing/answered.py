"""Which challenges an element answers, as editors say; what the source says is kept beside it."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from strategies.editing.access import working_copy
from strategies.editing.answers import show_piece, tell
from strategies.models import Challenge, Element, Link, Strategy

ANSWERS = "svarar på"


@require_POST
@transaction.atomic
def answered(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Tie the element to the chosen challenges (`svarar`) and from those that were chosen when the form was made (`sedda`).

    What neither says is left alone, so that a colleague's choice is.
    """
    strategy = working_copy(request, slug)
    element = get_object_or_404(strategy.elements, key=key)
    challenges = {str(challenge.key): challenge for challenge in strategy.challenges.all()}
    chosen, seen = (set(request.POST.getlist(name)) for name in ("svarar", "sedda"))
    links = _links(element)
    stored = {str(link.to_challenge.key) for link in links if link.to_challenge}
    links.filter(to_challenge__key__in=_known(seen - chosen, challenges)).delete()
    Link.objects.bulk_create(
        Link(
            strategy=strategy,
            element=element,
            kind=ANSWERS,
            to_challenge=challenges[one],
            origin="redaktionell",
            position=len(stored) + number,
        )
        for number, one in enumerate(sorted(_known(chosen - seen - stored, challenges)))
    )
    tell(request, _("Utmaningarna är sparade."))
    context = {"strategy": strategy, "part": element, "answers": answers_of(strategy, element)}
    return show_piece(request, strategy, element, "editing/_answered.html", context)


def answers_of(strategy: Strategy, element: Element) -> list[tuple[Challenge, bool]]:
    """The plan's challenges in order, each with whether the element answers it."""
    answered = set(_links(element).values_list("to_challenge", flat=True))
    return [(challenge, challenge.pk in answered) for challenge in strategy.challenges.all()]


def _links(element: Element) -> QuerySet[Link]:
    links: QuerySet[Link] = element.links.filter(
        kind=ANSWERS, to_challenge__isnull=False
    ).select_related("to_challenge")
    return links


def _known(keys: set[str], challenges: dict[str, Challenge]) -> set[str]:
    return keys & set(challenges)
