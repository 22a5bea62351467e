"""Public addresses of what others take away: they never change."""

from django.urls import path, register_converter

from strategies.exports.addresses import TableEnding
from strategies.taking import list_files, plan_files

register_converter(TableEnding, "ending")

urlpatterns = [
    path("strategier/lista.<ending:ending>", list_files.strategies, name="strategy-list-file"),
    path("strategier/<slug:slug>/<planfile:file>", plan_files.plan_file, name="plan-file"),
    path(
        "strategier/<slug:slug>/utgavor/<int:number>/<planfile:file>",
        plan_files.edition_file,
        name="edition-file",
    ),
    path(
        "strategier/<slug:slug>/utgavor/<int:number>/filer/", plan_files.files, name="edition-files"
    ),
    path("aktorer/lista.<ending:ending>", list_files.actors, name="actor-list-file"),
    path("aktorer/<slug:slug>/roller.<ending:ending>", list_files.actor, name="actor-file"),
    path("sok/traffar.<ending:ending>", list_files.hits, name="search-file"),
]
