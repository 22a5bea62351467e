"""The staff's addresses. Everything here asks for a signed-in user, and fetches through Strategy.objects.editable_by()."""

from django.urls import path, register_converter

from strategies.editing import (
    actors,
    desk,
    history,
    panel,
    parts,
    presence,
    publication,
    strategy,
    tree,
)
from strategies.editing.nouns import NounAddress

register_converter(NounAddress, "noun")

urlpatterns = [
    path("", desk.desk, name="desk"),
    # Two words, so that no plan's address is ever in its way.
    path("ny/plan/", desk.new_strategy, name="new-strategy"),
    path("<slug:slug>/", strategy.edit_strategy, name="edit-strategy"),
    path("<slug:slug>/uppgifter/", strategy.edit_header, name="edit-header"),
    path("<slug:slug>/forhandsvisning/", strategy.preview, name="preview"),
    path("<slug:slug>/har-nu/", presence.here, name="here"),
    path("<slug:slug>/publicera/", publication.publication, name="publish"),
    path("<slug:slug>/delar/ny/", tree.add, name="add-element"),
    path("<slug:slug>/delar/<uuid:key>/rad/", tree.write, name="write-element"),
    path("<slug:slug>/delar/<uuid:key>/flytta/", tree.move, name="move-element"),
    path("<slug:slug>/delar/<uuid:key>/andra/", panel.panel, name="edit-element"),
    path("<slug:slug>/delar/<uuid:key>/aktorer/", actors.actors, name="element-actors"),
    path("<slug:slug>/delar/<uuid:key>/aktorer/ny/", actors.new_actor, name="new-element-actor"),
    path("<slug:slug>/aktorer/", actors.actors, name="plan-actors"),
    path("<slug:slug>/aktorer/ny/", actors.new_actor, name="new-plan-actor"),
    path("<slug:slug>/aktorer/<int:number>/ta-bort/", actors.unlink, name="unlink-actor"),
    path("<slug:slug>/<noun:noun>/ny/", parts.add, name="add-part"),
    path("<slug:slug>/<noun:noun>/<uuid:key>/", parts.row, name="part"),
    path("<slug:slug>/<noun:noun>/<uuid:key>/andra/", parts.edit, name="edit-part"),
    path("<slug:slug>/<noun:noun>/<uuid:key>/ta-bort/", parts.remove, name="remove-part"),
    path("<slug:slug>/<noun:noun>/<uuid:key>/historik/", history.history, name="part-history"),
]
