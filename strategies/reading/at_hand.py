"""Answers that this process has at hand: those that were asked for last, in so many bytes and no more."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from strategies.reading.moment import Moment

# What an answer's headers, key and objects take beside its body, in bytes.
AROUND = 4_000
# They tell of a body, and 304 has none.
OF_BODY = {"Content-Type", "Content-Encoding", "Content-Length"}


class KeptResponse(HttpResponse):
    """A page that is the same for every visitor without a session for as long as its moment lasts; has a strong ETag."""

    moment: Moment


@dataclass(frozen=True)
class Answer:
    """A page with all headers as it leaves the house."""

    moment: Moment
    etag: str
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, response: KeptResponse) -> "Answer":
        headers = dict(response.items())
        return cls(response.moment, headers["ETag"], headers, response.content)

    def to(self, request: HttpRequest) -> HttpResponse:
        """The page, or 304 to a visitor who has it."""
        known = request.META.get("HTTP_IF_NONE_MATCH")
        if known and self._is_among(parse_etags(known)):
            headers = {name: self.headers[name] for name in self.headers.keys() - OF_BODY}
            return HttpResponseNotModified(headers=headers)
        return HttpResponse(self.body, headers=self.headers)

    def _is_among(self, etags: list[str]) -> bool:
        # If-None-Match compares weakly (RFC 9110, 13.1.2).
        return "*" in etags or self.etag in (etag.removeprefix("W/") for etag in etags)


class AtHand:
    """Answers by key; those that nobody has asked for longest make room. Threads may share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        with self._lock:
            self.size -= _size(self._answers.pop(key, None))
            self._answers[key] = answer
            self.size += _size(answer)
            while self.size > self.most:
                _, oldest = self._answers.popitem(last=False)
                self.size -= _size(oldest)

    def __len__(self) -> int:
        return len(self._answers)


def _size(answer: Answer | None) -> int:
    return len(answer.body) + AROUND if answer else 0
