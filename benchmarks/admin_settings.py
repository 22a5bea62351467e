"""The portal's settings, and Django's admin, which the portal itself does not have."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.admin"
INSTALLED_APPS = ["django.contrib.admin", *INSTALLED_APPS]  # noqa: F405
