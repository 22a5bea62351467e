"""How plans, actors and challenges hang together; public addresses, which never change."""

from django.urls import path

from strategies.connections import pages

urlpatterns = [
    path("strategier/<slug:slug>/roda-traden/", pages.strategy_thread, name="strategy-thread"),
    path("strategier/<slug:slug>/utmaningar/", pages.challenges, name="challenges"),
    path("regioner/<slug:slug>/roda-traden/", pages.region_thread, name="region-thread"),
    path("aktorer/<slug:slug>/natverk/", pages.actor_network, name="actor-network"),
]
