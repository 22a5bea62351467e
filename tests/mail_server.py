"""A mail server on the loopback that keeps what it gets, and that can refuse, fall silent and leave (RFC 5321)."""

import re
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

# Where in a mail a test can stop the server: before it answers to that command; "." is the end of the content.
STAGES = ("MAIL", "RCPT", "DATA", ".")


def go_on(_stage: str, _recipient: str) -> None:
    """What a server does that nobody has told anything else."""


@dataclass
class MailServer:
    """What came, and how to answer. `refuse` gives the reply to a recipient; `at` is called with stage and recipient before each answer."""

    refuse: dict[str, str] = field(default_factory=dict)
    refuse_sender: dict[str, str] = field(default_factory=dict)
    refuse_content: dict[str, str] = field(default_factory=dict)
    at: Callable[[str, str], None] = go_on
    # (recipient, bytes), in the order in which their last byte came; what the server has had is sent, whether it could answer or not.
    got: list[tuple[str, bytes]] = field(default_factory=list)
    talks: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        mail_server = self

        class Talk(_Talk):
            kept = mail_server

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.server.daemon_threads = True
        self.port: int = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _content in self.got]

    def mails(self) -> list[EmailMessage]:
        """The mails as a mail program reads them."""
        return [message_from_bytes(content, policy=policy.default) for _to, content in self.got]

    def texts(self) -> list[str]:
        return [mail.get_content() for mail in self.mails()]


class _Talk(socketserver.StreamRequestHandler):
    kept: MailServer
    recipient = ""

    def handle(self) -> None:
        with suppress(OSError, ValueError):  # the client is gone
            self._talk()

    def _talk(self) -> None:
        self.kept.talks += 1
        self._say("220 loopback")
        while line := self.rfile.readline():
            words = line.decode().strip()
            command = words[:4].upper()
            if command in STAGES:
                self.recipient = _address(words) if command == "RCPT" else self.recipient
                self.kept.at(command, self.recipient)
            if command == "QUIT":
                self._say("221 bye")
                return
            if command == "RCPT":
                self._say(self.kept.refuse.get(self.recipient, "250 ok"))
            elif command == "MAIL":
                self._say(self.kept.refuse_sender.get(_address(words), "250 ok"))
            elif command == "DATA":
                self._say("354 go on")
                self._say(self._content())
            else:
                self._say("250 ok")

    def _content(self) -> str:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ValueError("the client left in the midst of a mail")
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if refused := self.kept.refuse_content.get(self.recipient):
            return refused
        with self.kept.lock:
            self.kept.got.append((self.recipient, b"".join(lines)))
        self.kept.at(".", self.recipient)
        return "250 ok"

    def _say(self, reply: str) -> None:
        self.wfile.write(f"{reply}\r\n".encode())


def _address(words: str) -> str:
    found = re.search(r"<(.*?)>", words)
    return found[1] if found else ""
