"""The address of a comparison: a Swedish noun, with all choices after the question mark."""

from django.urls import path

from strategies.comparing import pages

urlpatterns = [path("jamfor/", pages.compare, name="compare")]
