"""Public addresses of what others take away: they never change."""

from django.urls import path, register_converter

from strategies.exports.addresses import EverythingEnding, TableEnding
from strategies.taking import catalogue, everything, list_files, open_data, plan_files, sitemaps

register_converter(TableEnding, "ending")
register_converter(EverythingEnding, "everything")

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
    path("oppna-data/", open_data.open_data, name="open-data"),
    path("oppna-data/insatser.<everything:ending>", everything.all_elements, name="all-elements"),
    path("datasets/dcat", catalogue.catalogue, name="dcat"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap-section"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sok/traffar.<ending:ending>", list_files.hits, name="search-file"),
]
