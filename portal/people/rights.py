"""Who may what: one table. The page shows it, and the tests are made from it (tests/test_rights.py).

The rules themselves are on querysets, where views cannot go around them; this is what they add up to. Every address of the
staff, and every method that it answers, belongs to exactly one act, so a new view has to be put here before the tests pass.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    """What somebody is, from the least to the most; each may all that those before it may."""

    VISITOR = "visitor", _("besökare")
    SIGNED_IN = "signed_in", _("inloggad utan roll")
    READER = "reader", _("läsare")
    EDITOR = "editor", _("redaktör")
    APPROVER = "approver", _("godkännare")
    ADMINISTRATOR = "administrator", _("administratör")
    PORTAL = "portal", _("portal\u00adadministratör")

    def reaches(self, least: "Standing") -> bool:
        order = list(Standing)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True)
class Act:
    """Something that can be done, the least that one has to be, and the addresses (by name) where it is done.

    `own` says that the role has to be in the organisation that it is about, or above it with a membership that inherits.
    """

    key: str
    words: str | Promise
    least: Standing
    get: tuple[str, ...] = ()
    post: tuple[str, ...] = ()
    own: bool = True
    note: str | Promise = ""

    def allowed(self, standing: Standing) -> bool:
        return standing.reaches(self.least)


READING = (
    Act(
        "read-editions",
        _("läsa publicerade utgåvor"),
        Standing.VISITOR,
        get=("strategy", "edition-list", "edition"),
        own=False,
    ),
    Act("read-draft", _("läsa arbetsversionen"), Standing.READER, get=("preview",)),
)
WRITING = (
    Act(
        "begin",
        _("lägga upp en ny plan"),
        Standing.EDITOR,
        get=("new-strategy",),
        post=("new-strategy",),
        own=False,
        note=_("åt den egna organisationen"),
    ),
    Act(
        "edit",
        _("ändra planen"),
        Standing.EDITOR,
        get=(
            "edit-strategy",
            "edit-header",
            "add-element",
            "add-part",
            "part",
            "edit-part",
            "edit-element",
            "paste-elements",
            "several-elements",
            "remove-part",
        ),
        post=(
            "edit-header",
            "add-element",
            "write-element",
            "paste-elements",
            "several-elements",
            "edit-element",
            "answered",
            "add-part",
            "edit-part",
            "remove-part",
            "undo",
            "here",
        ),
    ),
    Act(
        "surroundings",
        _(
            "skriva samband med andra planer, resurser, milstolpar, forum, uppdrag, underlag, deltagare, personer och citat"
        ),
        Standing.EDITOR,
        get=("plan-surroundings", "add-surrounding", "edit-surrounding", "surrounding"),
        post=("add-surrounding", "edit-surrounding", "remove-surrounding"),
    ),
    Act(
        "note",
        _("skriva anteckningar, och ta bort sina egna"),
        Standing.EDITOR,
        post=("add-note", "remove-note"),
    ),
    Act(
        "share",
        _("låta någon utan konto läsa arbetsversionen till och med en dag"),
        Standing.EDITOR,
        get=("preview-links",),
        post=("preview-links", "end-preview-link"),
    ),
    Act(
        "fact-check",
        _("be någon utan konto kommentera en del, och avgöra kommentarerna"),
        Standing.EDITOR,
        get=("fact-checks", "invite-fact-check"),
        post=("invite-fact-check", "settle-comment"),
    ),
    Act(
        "themes",
        _("bekräfta och avvisa ämnen som portalen föreslår, och lägga till andra"),
        Standing.EDITOR,
        get=("plan-themes",),
        post=("plan-themes", "decide-theme"),
    ),
    Act(
        "todo",
        _("se vad som saknas, och bocka av anmärkningar"),
        Standing.EDITOR,
        get=("plan-todo",),
        post=("close-flag",),
    ),
    Act(
        "upload",
        _("hämta planen som en fil, och ändra den med en"),
        Standing.EDITOR,
        get=("upload-plan", "working-file"),
        post=("upload-plan",),
    ),
    Act(
        "copy",
        _("kopiera planen till nästa period"),
        Standing.EDITOR,
        get=("copy-strategy",),
        post=("copy-strategy",),
    ),
    Act(
        "history",
        _("se vem som har ändrat vad"),
        Standing.EDITOR,
        get=("plan-history", "part-history"),
    ),
    Act(
        "restore",
        _("återställa en del, eller hela planen"),
        Standing.EDITOR,
        get=("restore-plan", "restore-part"),
        post=("restore-plan", "restore-part"),
    ),
    Act(
        "log",
        _("hämta hela ändringsloggen"),
        Standing.ADMINISTRATOR,
        get=("history-log",),
        own=False,
        note=_("för den egna organisationens planer"),
    ),
    Act(
        "tie-actors",
        _("koppla aktörer, och lägga till nya"),
        Standing.EDITOR,
        get=("element-actors", "new-element-actor", "plan-actors", "new-plan-actor"),
        post=(
            "element-actors",
            "new-element-actor",
            "plan-actors",
            "new-plan-actor",
            "unlink-actor",
        ),
    ),
    Act(
        "compare", _("se vad som är nytt sedan senaste utgåvan"), Standing.EDITOR, get=("publish",)
    ),
    Act(
        "ask-review",
        _("lämna planen för granskning, och dra tillbaka den"),
        Standing.EDITOR,
        post=("ask-review", "take-back"),
    ),
    Act(
        "approve",
        _("godkänna det som någon annan har lämnat för granskning, eller lämna tillbaka det"),
        Standing.APPROVER,
        post=("approve-plan", "return-plan"),
    ),
    Act(
        "publish",
        _("publicera en utgåva, nu eller vid en viss tid"),
        Standing.APPROVER,
        post=("publish", "unschedule-plan"),
    ),
    Act(
        "withdraw",
        _("återkalla en publicerad plan"),
        Standing.APPROVER,
        get=("withdraw-plan",),
        post=("withdraw-plan",),
    ),
    Act(
        "withhold-name",
        _("dölja någon vars roll har upphört"),
        Standing.EDITOR,
        get=("plan-people",),
        post=("withhold-name",),
    ),
    Act(
        "show-name-again",
        _("visa ett dolt namn igen"),
        Standing.APPROVER,
        post=("show-name-again",),
    ),
    Act("change-owner", _("byta planens ägare"), Standing.ADMINISTRATOR),
    Act(
        "merge-actors",
        _("slå ihop två aktörer som är samma"),
        Standing.ADMINISTRATOR,
        get=("merge-actors",),
        post=("merge-actors",),
        note=_("båda ska vara ens egna"),
    ),
)
LOADING = (
    Act(
        "load",
        _("läsa in dokument"),
        Standing.ADMINISTRATOR,
        get=("intake",),
        post=("intake",),
        own=False,
        note=_("åt den egna organisationen"),
    ),
    Act(
        "review",
        _("granska och ta in det man själv har läst in"),
        Standing.ADMINISTRATOR,
        get=(
            "review",
            "draft-original",
            "draft-facts",
            "draft-actor",
            "add-draft-decision",
            "add-draft-part",
            "draft-tools",
            "edit-draft-part",
            "split-draft-part",
            "take-in",
        ),
        post=(
            "publish-original",
            "reread-draft",
            "dismiss-draft",
            "draft-facts",
            "accept-facts",
            "accept-sure",
            "undo-correction",
            "settle-flag",
            "remove-listed",
            "show-name",
            "draft-actor",
            "add-draft-decision",
            "add-draft-part",
            "draft-act",
            "edit-draft-part",
            "split-draft-part",
            "take-in",
        ),
        note=_("portaladministratören allas"),
    ),
)
PEOPLE = (
    Act(
        "see-people",
        _("se organisationens personer"),
        Standing.ADMINISTRATOR,
        get=("people",),
        own=False,
    ),
    Act(
        "invite",
        _("bjuda in personer"),
        Standing.ADMINISTRATOR,
        get=("invite",),
        post=("invite",),
        own=False,
        note=_("till den egna organisationen"),
    ),
    Act(
        "manage-invitation",
        _("skicka en inbjudan igen, eller dra tillbaka den"),
        Standing.ADMINISTRATOR,
        post=("send-invitation", "withdraw-invitation"),
    ),
    Act(
        "manage-member",
        _("ändra en roll, eller avsluta den"),
        Standing.ADMINISTRATOR,
        get=("member",),
        post=("member", "end-membership"),
    ),
    Act(
        "deactivate",
        _("avaktivera personer, och släppa in dem igen"),
        Standing.PORTAL,
        get=("deactivate",),
        post=("deactivate", "activate"),
    ),
)
LEGAL = (
    Act(
        "statement",
        _("skriva portalens tillgänglighetsredogörelse"),
        Standing.PORTAL,
        get=("edit-accessibility", "add-shortcoming", "edit-shortcoming"),
        post=("edit-accessibility", "add-shortcoming", "edit-shortcoming", "remove-shortcoming"),
    ),
    Act(
        "handle-faults",
        _("läsa och besvara anmälda brister"),
        Standing.PORTAL,
        get=("fault-reports", "fault-report"),
        post=("fault-report",),
    ),
)
OWN = (
    Act("desk", _("se sina planer"), Standing.SIGNED_IN, get=("desk",), own=False),
    Act(
        "own-history",
        _("se sina egna ändringar"),
        Standing.SIGNED_IN,
        get=("person-history",),
        own=False,
    ),
    Act("see-rights", _("se den här sidan"), Standing.SIGNED_IN, get=("rights",), own=False),
    Act(
        "own-account",
        _("sköta sitt eget konto"),
        Standing.SIGNED_IN,
        get=("account",),
        post=("account",),
        own=False,
    ),
)
GROUPS: tuple[tuple[str | Promise, tuple[Act, ...]], ...] = (
    (_("Läsa"), READING),
    (_("Skriva och publicera"), WRITING),
    (_("Läsa in"), LOADING),
    (_("Människor"), PEOPLE),
    (_("Portalen"), LEGAL),
    (_("Det egna"), OWN),
)
ACTS: tuple[Act, ...] = tuple(act for _words, acts in GROUPS for act in acts)
