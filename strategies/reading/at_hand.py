"""What this process has at hand: what was asked for last, in so many bytes and no more."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from strategies.reading.moment import Moment

Kept = TypeVar("Kept")

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

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return len(self.body) + AROUND

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


class AtHand(Generic[Kept]):
    """What is kept by key, `most` bytes of it; what nobody has asked for longest makes room. Threads may share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Kept | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, value: Kept, size: int) -> None:
        with self._lock:
            if key in self._kept:
                self.size -= self._kept.pop(key)[1]
            self._kept[key] = value, size
            self.size += size
            while self.size > self.most:
                _, (_, freed) = self._kept.popitem(last=False)
                self.size -= freed

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.size = 0

    def __len__(self) -> int:
        return len(self._kept)
