"""What the portal keeps about people: what, why, how long. The page about personal data and the command that removes are made from it.

A new kind of personal data is a new line in RULES, with what removes it; tests/test_retention.py then asks for a row that is too old.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actors.models import Invitation, User
from portal.legal.models import FaultReport
from strategies.discard import discard
from strategies.models import Presence, PreviewLink, Visit
from strategies.models.presence import AWAY_AFTER
from strategies.models.subscription import CONFIRM_WITHIN
from strategies.news.send import SENT_KEPT, forget_deliveries, forget_unconfirmed

Words = str | Promise

PUBLIC_TASK = _("uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen)")
LEGAL_DUTY = _("rättslig förpliktelse (artikel 6.1 c i dataskyddsförordningen)")


CONSENT = _("samtycke (artikel 6.1 a i dataskyddsförordningen)")


@dataclass(frozen=True)
class Rule:
    """One kind of personal data: what it is, why it is kept, on what ground, and for how long.

    `kept` is how long after `since`, and then `remove` takes away what is older than `now` minus that, and says how many it took. Without
    `kept`, `since` alone tells when it ends, and people see to it.
    """

    key: str
    what: Words
    why: Words
    ground: Words
    since: Words
    kept: timedelta | None = None
    remove: Callable[[datetime], int] | None = None
    counted: Words = ""

    @property
    def how_long(self) -> str:
        """In words: "180 dagar efter att anmälan kom in"."""
        return f"{in_words(self.kept)} {self.since}" if self.kept else str(self.since)


def in_words(time: timedelta) -> str:
    """A length of time in its largest whole unit."""
    seconds = round(time.total_seconds())
    if seconds % 86_400 == 0:
        number = seconds // 86_400
        return ngettext("%(number)d dag", "%(number)d dagar", number) % {"number": number}
    if seconds % 3_600 == 0:
        number = seconds // 3_600
        return ngettext("%(number)d timme", "%(number)d timmar", number) % {"number": number}
    return ngettext("%(number)d sekund", "%(number)d sekunder", seconds) % {"number": seconds}


SESSION = timedelta(seconds=settings.SESSION_COOKIE_AGE)
ATTEMPTS = timedelta(hours=1)
INVITATION = timedelta(days=180)
REJECTED = timedelta(days=30)
DEACTIVATED = timedelta(days=365)
REPORTER = timedelta(days=180)
FACT_CHECK = timedelta(days=365)
REPORT = timedelta(days=730)


def end_sessions(now: datetime) -> int:
    """Sessions whose time is out, and what was known of their browsers."""
    ended = _removed(Session.objects.filter(expire_date__lt=now))
    live = Session.objects.filter(session_key=OuterRef("session_key"))
    return ended + _removed(UserSession.objects.filter(~Exists(live)))


def forget_attempts(now: datetime) -> int:
    """What rate limits count by. The cache forgets by itself when it is asked, or full; an address that never comes again is never asked for."""
    table = settings.CACHES["default"]["LOCATION"]
    if table not in connection.introspection.table_names():
        return 0  # manage.py createcachetable has not been run, or another cache is used
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"DELETE FROM {name} WHERE expires < %s", [now])  # noqa: S608
        return cursor.rowcount


def forget_presence(now: datetime) -> int:
    return _removed(Presence.objects.filter(seen_at__lt=now - AWAY_AFTER))


def remove_invitations(now: datetime) -> int:
    """Invitations that nobody accepted, with their history: it tells of nobody who has ever worked here."""
    long_ago = now - INVITATION
    dead = Q(withdrawn_at__lt=long_ago) | Q(withdrawn_at=None, expires_at__lt=long_ago)
    numbers = list(Invitation.objects.filter(dead, accepted_at=None).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=numbers).delete()
    Invitation.pgh_event_model.objects.filter(pgh_obj_id__in=numbers).delete()  # type: ignore[attr-defined]
    return len(numbers)


def remove_rejected(now: datetime) -> int:
    drafts, _files = discard(REJECTED.days)
    return drafts


def forget_who_left(now: datetime) -> int:
    """How people who have left signed in, and when they came. Name and address stay: the history names those who made it."""
    events = User.pgh_event_model.objects.filter(pgh_obj_id=OuterRef("pk"))  # type: ignore[attr-defined]
    lately = events.filter(pgh_created_at__gte=now - DEACTIVATED)
    left = User.objects.filter(~Exists(lately), is_active=False)
    tables = (Authenticator, SocialAccount, EmailAddress, UserSession, Visit)
    known = [Exists(table.objects.filter(user=OuterRef("pk"))) for table in tables]
    found = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    for rows in known:
        found |= Q(rows)
    people = list(left.filter(found))
    for table in tables:
        table.objects.filter(user__in=people).delete()
    for person in people:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return len(people)


def forget_reporters(now: datetime) -> int:
    old = FaultReport.objects.filter(reported_at__lt=now - REPORTER)
    return old.exclude(email="").update(email="")


def remove_fact_checks(now: datetime) -> int:
    """Links to working copies that have long ended, with the comments that came through them."""
    long_ago = now - FACT_CHECK
    ended = PreviewLink.objects.filter(Q(ended_at__lt=long_ago) | Q(ends_at__lt=long_ago))
    return _removed(ended)


def remove_reports(now: datetime) -> int:
    return _removed(FaultReport.objects.filter(reported_at__lt=now - REPORT))


def _removed(rows: QuerySet[Any]) -> int:
    return rows.delete()[0]


RULES = (
    Rule(
        "names",
        _("Namn, titlar, telefon och e-post som planer nämner"),
        _("Att visa vem som svarar för en plan, när det är godkänt att namnet visas"),
        PUBLIC_TASK,
        _("Visas tills rollen upphör; planen som beslutad handling bevaras"),
    ),
    Rule(
        "accounts",
        _("Namn, e-postadress och roller för dem som arbetar i portalen"),
        _("Att veta vem som får ändra och publicera vad"),
        PUBLIC_TASK,
        _("Så länge portalens historik bevaras"),
    ),
    Rule(
        "history",
        _("Vem som har ändrat vad i en plan, och interna anteckningar"),
        _("Att kunna svara för hur en plan har kommit till, och rätta fel"),
        PUBLIC_TASK,
        _("Så länge planen bevaras"),
    ),
    Rule(
        "sessions",
        _("Inloggningar, med IP-adress och webbläsare"),
        _("Att hålla den som arbetar inloggad, och att den ser var det är gjort"),
        PUBLIC_TASK,
        _("efter inloggningen"),
        SESSION,
        end_sessions,
        _("inloggningar"),
    ),
    Rule(
        "attempts",
        _("IP-adress för försök att logga in, för anmälda brister och för den som börjar följa"),
        _("Att stoppa den som gissar lösenord eller skickar skräp"),
        PUBLIC_TASK,
        _("efter försöket"),
        ATTEMPTS,
        forget_attempts,
        _("räknade försök"),
    ),
    Rule(
        "presence",
        _("Vem som har en plan öppen, och var"),
        _("Att de som skriver samtidigt ser varandra"),
        PUBLIC_TASK,
        _("efter senaste livstecknet"),
        AWAY_AFTER,
        forget_presence,
        _("närvarande"),
    ),
    Rule(
        "invitations",
        _("E-postadress i en inbjudan som ingen har antagit"),
        _("Att kunna skicka den igen och se vem som bjöd in"),
        PUBLIC_TASK,
        _("efter att den drogs tillbaka eller slutade gälla"),
        INVITATION,
        remove_invitations,
        _("inbjudningar"),
    ),
    Rule(
        "rejected",
        _("Dokument som lästes in och avvisades, med det de säger om personer"),
        _("Att kunna ångra sig"),
        PUBLIC_TASK,
        _("efter inläsningen"),
        REJECTED,
        remove_rejected,
        _("avvisade utkast"),
    ),
    Rule(
        "left",
        _("Lösenord, nycklar, koder och senaste besök för den som har slutat"),
        _("Att kunna släppa in den som kommer tillbaka"),
        PUBLIC_TASK,
        _("efter att kontot avaktiverades"),
        DEACTIVATED,
        forget_who_left,
        _("avaktiverade konton"),
    ),
    Rule(
        "fact-checks",
        _("E-postadress, namn och kommentarer i en faktakoll, och länkar till arbetsversioner"),
        _("Att den som redigerar kan ta hand om det som en sakkunnig skrev"),
        PUBLIC_TASK,
        _("efter att länken slutade gälla"),
        FACT_CHECK,
        remove_fact_checks,
        _("länkar och kommentarer"),
    ),
    Rule(
        "unconfirmed",
        _("E-postadress som någon vill följa med, men inte har bekräftat"),
        _("Att kunna skicka brevet som frågar"),
        PUBLIC_TASK,
        _("efter att den skrevs"),
        CONFIRM_WITHIN,
        forget_unconfirmed,
        _("obekräftade adresser"),
    ),
    Rule(
        "followers",
        _("E-postadress för den som följer, vad den följer och hur ofta"),
        _("Att skicka breven som den har bett om"),
        CONSENT,
        _("Tills den slutar följa"),
    ),
    Rule(
        "deliveries",
        _("Att ett brev om något nytt är skickat till en adress"),
        _("Att aldrig skicka samma brev två gånger"),
        PUBLIC_TASK,
        _("efter att det skickades"),
        SENT_KEPT,
        forget_deliveries,
        _("uppgifter om brev"),
    ),
    Rule(
        "reporters",
        _("E-postadress i en anmälan om brister i tillgängligheten"),
        _("Att kunna svara den som har bett om det"),
        LEGAL_DUTY,
        _("efter att anmälan kom in"),
        REPORTER,
        forget_reporters,
        _("adresser i anmälningar"),
    ),
    Rule(
        "reports",
        _("Hela anmälan om brister i tillgängligheten"),
        _("Att åtgärda det som inte fungerar och följa upp det"),
        LEGAL_DUTY,
        _("efter att anmälan kom in"),
        REPORT,
        remove_reports,
        _("anmälningar"),
    ),
)
