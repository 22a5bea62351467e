"""Accounts: django-allauth's views under Swedish addresses, and none of those that the portal has no use for.

allauth reverses these names, so they are its own.
"""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as outside
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from portal import openid as organisation
from portal.people import account, invitations

urlpatterns = [
    path("", account.account, name="account"),
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("avstangt/", views.account_inactive, name="account_inactive"),
    # Always closed (portal/accounts.py); the page tells who gives accounts.
    path("nytt/", views.signup, name="account_signup"),
    path("bekrafta/", views.reauthenticate, name="account_reauthenticate"),
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
    # An invitation's link keeps its secret in the session, and goes on to an address without it.
    path("inbjudan/", invitations.invitation, name="invitation"),
    path("inbjudan/<str:token>/", invitations.open_link, name="open-invitation"),
    # The second factor.
    path("skydd/", mfa.index, name="mfa_index"),
    path("skydd/logga-in/", mfa.authenticate, name="mfa_authenticate"),
    path("skydd/bekrafta/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("skydd/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("skydd/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("skydd/koder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("skydd/koder/nya/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("skydd/koder/hamta/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("skydd/nycklar/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("skydd/nycklar/ny/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("skydd/nycklar/logga-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "skydd/nycklar/bekrafta/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("skydd/nycklar/<int:pk>/andra/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("skydd/nycklar/<int:pk>/ta-bort/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("enheter/", sessions.list_usersessions, name="usersessions_list"),
    # Sign-in through the organisation's own, where the settings name one; else 404.
    path("organisation/avbruten/", outside.login_cancelled, name="socialaccount_login_cancelled"),
    path("organisation/<slug:provider_id>/", organisation.login, name="openid_connect_login"),
    path("organisation/<slug:provider_id>/svar/", openid.callback, name="openid_connect_callback"),
]
