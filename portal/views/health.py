"""Whether the process lives, and whether it can do its work: for whoever watches over the portal."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


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
    """200 when the database answers and its tables are of this release, otherwise 503."""
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
    return HttpResponse("redo\n", content_type="text/plain; charset=utf-8")
