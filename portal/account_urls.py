"""Accounts: django-allauth's views under Swedish addresses, and none of those that the portal has no use for.

allauth reverses these names, so they are its own.
"""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("avstangt/", views.account_inactive, name="account_inactive"),
    # Always closed (portal/accounts.py); the page tells who gives accounts.
    path("nytt/", views.signup, name="account_signup"),
    path("losenord/byt/", views.password_change, name="account_change_password"),
    path("losenord/valj/", views.password_set, name="account_set_password"),
    path("losenord/glomt/", views.password_reset, name="account_reset_password"),
    path("losenord/skickat/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "losenord/klart/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
