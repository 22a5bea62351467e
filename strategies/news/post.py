"""Handing a mail over to the mail server in two steps, between which it is certain that nobody has it yet."""

import re
import smtplib
from email.generator import BytesGenerator
from email.policy import compat32
from io import BytesIO
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

# The reply of a server that is about to leave (RFC 5321, 4.2.2); also what we say of one that left without a word.
LOST = 421
# Octets in a line of a mail (RFC 5322, 2.1.1).
LONGEST_LINE = 998


class UnreachableError(Exception):
    """The mail server cannot be talked to now. Nothing was handed over, and the mail is not at fault."""


class NotTakenError(Exception):
    """The mail server answered, and did not take the mail. `dead_mailbox`: since there is no such mailbox, as far as it knows."""

    def __init__(self, code: int, *, dead_mailbox: bool = False) -> None:
        # The code alone: the server's own words may hold the address.
        super().__init__(str(code))
        self.code = code
        self.dead_mailbox = dead_mailbox


class UncertainError(Exception):
    """The server was lost after the mail had begun to leave, and before it answered."""


class Post:
    """One talk with the mail server, for as many mails as there are.

    Until hand_over() the server has had an envelope and no mail: whatever happens before it, nothing has been sent. With another of
    Django's mail back ends than SMTP all happens in hand_over().
    """

    def __init__(self) -> None:
        self.backend = get_connection()
        self.offered: EmailMessage | None = None
        self.content = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.offered:
            self._hang_up()
        self.backend.close()

    def offer(self, message: EmailMessage) -> None:
        """Ask the server to take a mail: from whom, to whom, and that it comes. Raises UnreachableError or NotTakenError."""
        if isinstance(self.backend, EmailBackend):
            self.content = _content(message)
            (recipient,) = message.to
            try:
                talk = self._talk(self.backend, message.from_email)
            except (smtplib.SMTPException, OSError) as problem:
                self._hang_up()
                raise UnreachableError(type(problem).__name__) from None
            try:
                _ask(talk, sanitize_address(recipient, "utf-8"))
            except (smtplib.SMTPException, OSError):
                self._hang_up()
                raise NotTakenError(LOST) from None
        self.offered = message

    def hand_over(self) -> None:
        """Send the mail that was offered. Raises NotTakenError, or UncertainError when nobody can know."""
        assert self.offered
        message, self.offered = self.offered, None
        try:
            if isinstance(self.backend, EmailBackend):
                assert self.backend.connection
                self.backend.connection.send(self.content)
                code, _said = self.backend.connection.getreply()
            else:
                self.backend.send_messages([message])
                code = 250
        except (smtplib.SMTPException, OSError):
            self._hang_up()
            raise UncertainError from None
        if code != 250:
            raise NotTakenError(code)

    def _talk(self, backend: EmailBackend, sender: str) -> smtplib.SMTP:
        """The talk that is going on, or a new one where the server has ended it, with our name as the sender."""
        if backend.connection and not _answers(backend.connection):
            self._hang_up()
        backend.open()
        talk = backend.connection
        assert talk
        talk.ehlo_or_helo_if_needed()
        code, said = talk.mail(sanitize_address(sender, "utf-8"))
        if code != 250:
            # It wants nothing from us at all: no mailbox is to blame.
            raise smtplib.SMTPSenderRefused(code, said, sender)
        return talk

    def _hang_up(self) -> None:
        """End the talk without a word, so that a mail which has been offered or begun is dropped."""
        self.offered = None
        if isinstance(self.backend, EmailBackend) and self.backend.connection:
            self.backend.connection.close()
            self.backend.connection = None


def _answers(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _ask(talk: smtplib.SMTP, recipient: str) -> None:
    code, _said = talk.rcpt(recipient)
    if code not in (250, 251):
        talk.rset()
        raise NotTakenError(code, dead_mailbox=code >= 500)
    code, _said = talk.docmd("DATA")
    if code != 354:
        talk.rset()
        raise NotTakenError(code)


def _content(message: EmailMessage) -> bytes:
    """The mail as SMTP sends it: a leading dot doubled, and a line with one at the end (RFC 5321, 4.5.2)."""
    written = BytesIO()
    # Programs look for a link in one piece, so headers are folded only where they have to be.
    rules = compat32.clone(linesep="\r\n", max_line_length=LONGEST_LINE)
    BytesGenerator(written, mangle_from_=False, policy=rules).flatten(message.message())
    content = re.sub(rb"(?m)^\.", b"..", written.getvalue())
    return content.removesuffix(b"\r\n") + b"\r\n.\r\n"
