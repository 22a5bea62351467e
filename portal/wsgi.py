import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
# The addresses bring all views along. Loaded before the server divides itself, its processes share them, and no visitor waits for them.
import_module(settings.ROOT_URLCONF)
