from django.urls import include, path

from portal.views import health, pages
from portal.views.search import search

urlpatterns = [
    path("", pages.start, name="start"),
    path("sok/", search, name="search"),
    path("om/", pages.about, name="about"),
    path("om/", include("portal.legal.urls")),
    path("halsa/levande", health.alive, name="alive"),
    path("halsa/redo", health.ready, name="ready"),
    path("konto/", include("portal.account_urls")),
    path("personer/", include("portal.people.urls")),
    path("redigera/", include("strategies.editing.urls")),
    path("inlasning/", include("strategies.reviewing.urls")),
    path("", include("strategies.reading.urls")),
    path("", include("strategies.connections.urls")),
    path("", include("strategies.paper.urls")),
    path("", include("strategies.following.urls")),
    path("", include("strategies.comparing.urls")),
    path("", include("strategies.taking.urls")),
    path("api/", include("strategies.api.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
