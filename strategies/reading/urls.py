"""Public addresses: Swedish nouns in ASCII, and they never change."""

from django.urls import path, register_converter

from strategies.reading import (
    actor_pages,
    check_pages,
    edition_pages,
    region_pages,
    shared_pages,
    source_pages,
    strategy_list,
    strategy_page,
    theme_pages,
)
from strategies.reading.addresses import ElementAddress

register_converter(ElementAddress, "element")

urlpatterns = [
    path("strategier/", strategy_list.strategies, name="strategy-list"),
    path("strategier/<slug:slug>/", strategy_page.strategy, name="strategy"),
    path("strategier/<slug:slug>/utgavor/", edition_pages.editions, name="edition-list"),
    path("strategier/<slug:slug>/utgavor/<int:number>/", edition_pages.edition, name="edition"),
    path(
        "strategier/<slug:slug>/utgavor/<int:older>/mot/<int:newer>/",
        edition_pages.compare,
        name="edition-compare",
    ),
    path(
        "strategier/<slug:slug>/utgavor/<int:older>/mot/<int:newer>/skillnad.json",
        edition_pages.patch,
        name="edition-patch",
    ),
    path(
        "strategier/<slug:slug>/utgavor/<int:number>/kontroll/",
        check_pages.check,
        name="edition-check",
    ),
    path(
        "strategier/<slug:slug>/utgavor/<int:number>/kontroll/utgava.json",
        check_pages.check_bytes,
        name="edition-bytes",
    ),
    path(
        "strategier/<slug:slug>/utgavor/<int:number>/<element:address>/",
        edition_pages.element,
        name="edition-element",
    ),
    path("strategier/<slug:slug>/<element:address>/", strategy_page.element, name="element"),
    path(
        "strategier/<slug:slug>/<element:address>/kalla/",
        source_pages.part_source,
        name="part-source",
    ),
    path("strategier/<slug:slug>/kallor/<int:number>/", source_pages.source, name="source"),
    path(
        "strategier/<slug:slug>/kallor/<int:number>/original",
        source_pages.original,
        name="source-original",
    ),
    path("forhandsvisning/<str:token>/", shared_pages.open_link, name="open-preview"),
    path("forhandsvisning/<int:number>/plan/", shared_pages.plan, name="shared-preview"),
    path("forhandsvisning/<int:number>/faktakoll/", shared_pages.fact_check, name="fact-check"),
    path("aktorer/", actor_pages.actors, name="actor-list"),
    path("aktorer/<slug:slug>/", actor_pages.actor, name="actor"),
    path("regioner/", region_pages.regions, name="region-list"),
    path("regioner/<slug:slug>/", region_pages.region, name="region"),
    path("regioner/<slug:slug>/accent.css", region_pages.accent, name="region-accent"),
    path("amnen/", theme_pages.themes, name="theme-list"),
    path("amnen/<slug:slug>/", theme_pages.theme, name="theme"),
]
