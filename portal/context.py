from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    """What every page knows of the portal itself."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "demo": settings.DEMO,
        "organisation_sign_in": settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS else "",
    }
