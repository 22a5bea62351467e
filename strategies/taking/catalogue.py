"""The catalogue of data sets at /datasets/dcat, which the national data portal fetches."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategies.exports.dcat import DataSet, File, Publisher, Service, write_catalogue
from strategies.exports.formats import FORMATS
from strategies.models import Edition
from strategies.reading.moment import present
from strategies.taking.sending import etag, shared

CONTENT_TYPE = "application/rdf+xml; charset=utf-8"
KEPT_SECONDS = 24 * 60 * 60


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue, made once for every change of what the public reads, and kept by all processes."""
    tag = etag(present(), settings.PORTAL_ADDRESS, settings.LICENCE, publisher())
    response: HttpResponse | None = get_conditional_response(request, etag=tag)
    if response is None:
        key = f"dcat:{tag[1:-1]}"
        content = cache.get(key)
        if content is None:
            content = write_catalogue(*_told(), publisher(), data_sets(), _service())
            cache.set(key, content, KEPT_SECONDS)
        response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    return shared(response)


def publisher() -> Publisher:
    """Who answers for the portal by its settings, or the portal itself where they name nobody."""
    return Publisher(
        name=settings.RESPONSIBLE_BODY or settings.PORTAL_NAME,
        address=settings.PORTAL_ADDRESS,
        email=settings.CONTACT_EMAIL,
        licence=settings.LICENCE,
        kind=settings.BODY_TYPE,
    )


def data_sets() -> Iterator[DataSet]:
    """Everything at once, the list of plans, and each plan's current edition."""
    yield DataSet(
        address=_whole("open-data"),
        title=_("Alla delar av regionala och kommunala strategier"),
        description=_("Alla delar av alla planers senaste utgåvor: inriktningar, insatsområden och insatser med aktörer och roller."),
        files=(
            File(_("Alla delar som CSV"), _whole("all-elements", "csv"), "text/csv"),
            File(_("Alla planer som CSV"), _whole("strategy-list-file", "csv"), "text/csv"),
            File(_("Alla planer som JSON"), _whole("strategy-list-file", "json"), "application/json"),
        ),
        keywords=KEYWORDS,
        modified=_newest(),
    )  # fmt: skip
    for edition in Edition.objects.current().with_places().order_by("strategy__slug"):
        yield _data_set(edition)


KEYWORDS = ("strategi", "näringsliv", "regional utveckling")


def _told() -> tuple[str, str]:
    return (
        _("Öppna data från %(name)s") % {"name": settings.PORTAL_NAME},
        _(
            "Regioners och kommuners strategier för näringsliv och utveckling, så som de har publicerat dem."
        ),
    )


def _service() -> Service:
    title = _("API till %(name)s") % {"name": settings.PORTAL_NAME}
    return Service(
        title,
        f"{settings.PORTAL_ADDRESS}/api/v1/",
        f"{settings.PORTAL_ADDRESS}/api/v1/openapi.json",
    )


def _data_set(edition: Edition) -> DataSet:
    owners = ", ".join(owner.name for owner in edition.owners.all())
    regions = edition.regions.all()
    slug = edition.strategy.slug
    told = {"kind": edition.kind.capitalize(), "owners": owners, "number": edition.number}
    files = [
        File(form.word, _whole("plan-file", slug, form.file), form.content_type.partition(";")[0])
        for form in FORMATS.values()
        if form.ending != "xml"
    ]
    return DataSet(
        address=settings.PORTAL_ADDRESS + edition.strategy.get_absolute_url(),
        title=edition.title,
        description=_(
            "%(kind)s från %(owners)s, utgåva %(number)s: planens delar, texter, aktörer och beslut."
        )
        % told,
        files=(*files, File("PDF", _whole("current-paper", slug), "application/pdf")),
        keywords=(edition.kind, *KEYWORDS),
        issued=_day(edition),
        modified=_day(edition),
        first_day=edition.first_day,
        last_day=edition.last_day,
        areas=tuple(
            (settings.PORTAL_ADDRESS + one.get_absolute_url(), one.name) for one in regions
        ),
    )


def _day(edition: Edition) -> date:
    return timezone.localdate(edition.published_at)


def _newest() -> date | None:
    """The day when the newest of the current editions was published."""
    current = Edition.objects.filter(current_of__isnull=False)
    newest = current.aggregate(newest=Max("published_at"))["newest"]
    return timezone.localdate(newest) if newest else None


def _whole(name: str, *args: object) -> str:
    return settings.PORTAL_ADDRESS + reverse(name, args=args)
