"""What a plan's editor is in Django's admin: one form with a row for each element; and the portal's own addresses beside it.

Without the element's place in the tree, since a choice among all elements in every row would only make it slower.
"""

from django.contrib import admin
from django.urls import include, path

from strategies.models import Element, Strategy


class Elements(admin.TabularInline):  # type: ignore[type-arg]
    model = Element
    fields = ("kind", "title", "text", "purpose", "position")
    extra = 0


class Strategies(admin.ModelAdmin):  # type: ignore[type-arg]
    fields = ("title",)
    inlines = (Elements,)


site = admin.AdminSite()
site.register(Strategy, Strategies)

urlpatterns = [path("admin/", site.urls), path("", include("portal.urls"))]
