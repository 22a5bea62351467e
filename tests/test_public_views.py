"""Which views need no login: a list, so that making one public is a decision."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {
    # reading
    "start",
    "search",
    "about",
    "accessibility",
    "report-fault",
    "fault-reported",
    "privacy",
    "strategy-list",
    "strategy",
    "element",
    "part-source",
    "source",
    "source-original",
    "edition-list",
    "edition",
    "edition-paper",
    "changes-paper",
    "current-paper",
    "edition-element",
    "edition-compare",
    "edition-check",
    "edition-bytes",
    "edition-patch",
    "actor-list",
    "actor",
    "region-list",
    "region",
    "region-accent",
    # how they hang together
    "strategy-thread",
    "challenges",
    "region-thread",
    "actor-network",
    "theme-list",
    "theme",
    "compare",
    # feeds of what is new, and news by e-mail; a mail's link is its own key
    "feed",
    "strategy-feed",
    "region-feed",
    "actor-feed",
    "follow",
    "follow-sent",
    "confirm-subscription",
    "subscription",
    "end-subscription",
    # what others take away
    "plan-file",
    "edition-file",
    "edition-files",
    "strategy-list-file",
    "actor-list-file",
    "actor-file",
    "search-file",
    "open-data",
    "all-elements",
    "dcat",
    "sitemap",
    "sitemap-section",
    "robots",
    # the API
    "api-docs",
    "api-root",
    "openapi-json",
    "api-strategies",
    "api-strategy",
    "api-editions",
    "api-edition",
    "api-strategy-elements",
    "api-elements",
    "api-actors",
    "api-actor",
    "api-regions",
    "api-search",
    # whether the portal is well
    "alive",
    "ready",
    # the way in
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    # an invitation's link is its own key
    "open-invitation",
    "invitation",
    # and so is a link to a working copy
    "open-preview",
    "shared-preview",
    "fact-check",
    # through the organisation's own sign-in; 404 where the settings name none
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
}


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern


def test_only_these_views_need_no_login() -> None:
    public = {
        pattern.name
        for pattern in views(get_resolver().url_patterns)
        if not getattr(pattern.callback, "login_required", True)
    }
    assert public == PUBLIC


def test_every_address_has_a_name() -> None:
    assert all(pattern.name for pattern in views(get_resolver().url_patterns))
