"""Whether the process lives, and whether it can do its work: for whoever watches over the portal."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from strategies.publishing.index import index_is_current


@login_not_required
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing."""
    return HttpResponse("levande\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and its tables are of this release, otherwise 503; says when the search index is of an older one."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse(
            "databasen svarar inte\n", status=503, content_type="text/plain; charset=utf-8"
        )
    if waiting:
        return HttpResponse(
            "migreringar väntar\n", status=503, content_type="text/plain; charset=utf-8"
        )
    # An older index answers, only not as well, so the portal is ready all the same.
    told = (
        "redo\n"
        if index_is_current()
        else "redo, men sökregistret är gammalt: kör manage.py reindex\n"
    )
    return HttpResponse(told, content_type="text/plain; charset=utf-8")
