"""Addresses of feeds, under what they are about, and of news by e-mail: they never change."""

from django.urls import path

from strategies.following import feeds, pages

urlpatterns = [
    path("nytt.atom", feeds.feed, name="feed"),
    path("strategier/<slug:slug>/nytt.atom", feeds.strategy_feed, name="strategy-feed"),
    path("regioner/<slug:slug>/nytt.atom", feeds.region_feed, name="region-feed"),
    path("aktorer/<slug:slug>/nytt.atom", feeds.actor_feed, name="actor-feed"),
    path("folj/", pages.follow, name="follow"),
    path("folj/skickat/", pages.follow_sent, name="follow-sent"),
    path("folj/bekrafta/<str:token>/", pages.confirm, name="confirm-subscription"),
    path("folj/<str:token>/", pages.subscription, name="subscription"),
    path("folj/<str:token>/sluta/", pages.end, name="end-subscription"),
]
