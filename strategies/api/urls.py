"""The API's addresses: they never change. Everything goes through one door."""

from django.urls import URLPattern, path

from strategies.api import docs
from strategies.api.door import public
from strategies.api.v1 import api


def _through_the_door() -> list[URLPattern]:
    """What ninja has made of the views, each behind the door; its own front page is left out."""
    made = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    return [
        URLPattern(pattern.pattern, public(pattern.callback), name=pattern.name)
        for pattern in made
        if pattern.name != "api-root"
    ]


urlpatterns = [
    path("", docs.docs, name="api-docs"),
    path("v1/", ([path("", docs.root, name="api-root"), *_through_the_door()], "ninja", "api-v1")),
]
