from django.db import models
from django.db.models import F, IntegerField, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from strategies.models.edition import Edition


def place_of(paper: "Paper", name: str = "") -> str:
    """Where a paper lies in the storage: under what it is made from. Another one that was begun there and broken off does no harm."""
    since = f"-{paper.since.sha256[:16]}" if paper.since else ""
    return f"papper/{paper.edition.sha256}{since}-{paper.version[:16]}.pdf"


class Paper(models.Model):
    """An edition as a PDF, made once and kept; with `since`, only what has changed from that edition to this.

    `version` is a digest of all that it depends on beside the editions (strategies/paper/keeping.py); another value there means that it has to
    be made again. The row is written when the file is whole, so half a file is never served, whatever storage it lies in.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="papers")
    since = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="+")
    version = models.CharField(max_length=64)
    data = models.FileField(upload_to=place_of, max_length=200)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("papper")
        verbose_name_plural = _("papper")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "since"], nulls_distinct=False, name="paper_once"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | ~Q(since=F("edition")), name="paper_since_another"
            ),
            models.CheckConstraint(condition=~Q(data=""), name="paper_is_stored"),
            models.CheckConstraint(condition=Q(size__gte=1, pages__gte=1), name="paper_has_pages"),
        ]

    def __str__(self) -> str:
        return str(self.data)


def paper_size() -> Subquery:
    """For editions: how many bytes the PDF of each has; None for one that nobody has asked for."""
    whole = Paper.objects.filter(edition=OuterRef("pk"), since=None)
    return Subquery(whole.values("size"), output_field=IntegerField())
