"""The staff's addresses. Everything here asks for a signed-in user, and fetches through Strategy.objects.editable_by()."""

from django.urls import path, register_converter

from strategies.editing import (
    actors,
    answered,
    desk,
    fact_checks,
    history,
    log,
    merging,
    named_people,
    notes,
    panel,
    parts,
    paste,
    presence,
    previews,
    publication,
    restoring,
    several,
    strategy,
    surroundings,
    themes,
    todo,
    tree,
    undo,
    upload,
)
from strategies.editing.around import AroundAddress
from strategies.editing.nouns import NounAddress
from strategies.exports.addresses import PlanFileAddress
from strategies.models import StepKind

register_converter(AroundAddress, "around")
register_converter(NounAddress, "noun")
register_converter(PlanFileAddress, "planfile")

urlpatterns = [
    path("", desk.desk, name="desk"),
    # Two words, so that no plan's address is ever in its way.
    path("ny/plan/", desk.new_strategy, name="new-strategy"),
    path("aktorer/<slug:slug>/sla-ihop/", merging.merge_actors, name="merge-actors"),
    path("historik/person/", log.person_history, name="person-history"),
    path("historik/logg.csv", log.log, name="history-log"),
    path("<slug:slug>/", strategy.edit_strategy, name="edit-strategy"),
    path("<slug:slug>/uppgifter/", strategy.edit_header, name="edit-header"),
    path("<slug:slug>/kopiera/", strategy.copy_strategy, name="copy-strategy"),
    path("<slug:slug>/forhandsvisning/", strategy.preview, name="preview"),
    path("<slug:slug>/forhandsvisning/lankar/", previews.preview_links, name="preview-links"),
    path(
        "<slug:slug>/forhandsvisning/lankar/<int:number>/avsluta/",
        previews.end_link,
        name="end-preview-link",
    ),
    path("<slug:slug>/faktakoll/", fact_checks.fact_checks, name="fact-checks"),
    path("<slug:slug>/faktakoll/<int:number>/avgor/", fact_checks.settle, name="settle-comment"),
    path("<slug:slug>/delar/<uuid:key>/faktakoll/", fact_checks.invite, name="invite-fact-check"),
    path("<slug:slug>/fil/", upload.upload, name="upload-plan"),
    path("<slug:slug>/fil/<planfile:file>", upload.working_file, name="working-file"),
    path("<slug:slug>/har-nu/", presence.here, name="here"),
    path("<slug:slug>/publicera/", publication.publication, name="publish"),
    *(
        path(f"<slug:slug>/{words}/", publication.step, {"kind": kind}, name=name)
        for words, kind, name in (
            ("granskning", StepKind.ASK, "ask-review"),
            ("granskning/dra-tillbaka", StepKind.TAKE_BACK, "take-back"),
            ("granskning/lamna-tillbaka", StepKind.RETURN, "return-plan"),
            ("granskning/godkann", StepKind.APPROVE, "approve-plan"),
            ("publicera/avbryt", StepKind.UNSCHEDULE, "unschedule-plan"),
        )
    ),
    path("<slug:slug>/aterkalla/", publication.withdraw, name="withdraw-plan"),
    path("<slug:slug>/angra/", undo.undo, name="undo"),
    path("<slug:slug>/att-gora/", todo.todo, name="plan-todo"),
    path(
        "<slug:slug>/att-gora/anmarkningar/<int:number>/avklarad/",
        todo.close_flag,
        name="close-flag",
    ),
    path("<slug:slug>/amnen/", themes.plan_themes, name="plan-themes"),
    path("<slug:slug>/amnen/<uuid:key>/", themes.decide_theme, name="decide-theme"),
    path("<slug:slug>/personer/", named_people.plan_people, name="plan-people"),
    path("<slug:slug>/personer/dolj/", named_people.withhold_name, name="withhold-name"),
    path("<slug:slug>/personer/visa/", named_people.show_name_again, name="show-name-again"),
    path("<slug:slug>/historik/", history.plan_history, name="plan-history"),
    path(
        "<slug:slug>/historik/<int:moment>/aterstall/", restoring.restore_plan, name="restore-plan"
    ),
    path("<slug:slug>/delar/ny/", tree.add, name="add-element"),
    path("<slug:slug>/delar/klistra/", paste.paste, name="paste-elements"),
    path("<slug:slug>/delar/flera/", several.several, name="several-elements"),
    path("<slug:slug>/delar/<uuid:key>/rad/", tree.write, name="write-element"),
    path("<slug:slug>/delar/<uuid:key>/andra/", panel.panel, name="edit-element"),
    path("<slug:slug>/delar/<uuid:key>/utmaningar/", answered.answered, name="answered"),
    path("<slug:slug>/delar/<uuid:key>/anteckningar/", notes.add, name="add-note"),
    path("<slug:slug>/anteckningar/<int:number>/ta-bort/", notes.remove, name="remove-note"),
    path("<slug:slug>/delar/<uuid:key>/aktorer/", actors.actors, name="element-actors"),
    path("<slug:slug>/delar/<uuid:key>/aktorer/ny/", actors.new_actor, name="new-element-actor"),
    path("<slug:slug>/runt/", surroundings.plan_surroundings, name="plan-surroundings"),
    path("<slug:slug>/runt/<around:kind>/ny/", surroundings.add, name="add-surrounding"),
    path("<slug:slug>/runt/<around:kind>/<int:number>/", surroundings.row, name="surrounding"),
    path(
        "<slug:slug>/runt/<around:kind>/<int:number>/andra/",
        surroundings.edit,
        name="edit-surrounding",
    ),
    path(
        "<slug:slug>/runt/<around:kind>/<int:number>/ta-bort/",
        surroundings.remove,
        name="remove-surrounding",
    ),
    path("<slug:slug>/aktorer/", actors.actors, name="plan-actors"),
    path("<slug:slug>/aktorer/ny/", actors.new_actor, name="new-plan-actor"),
    path("<slug:slug>/aktorer/<int:number>/ta-bort/", actors.unlink, name="unlink-actor"),
    path("<slug:slug>/<noun:noun>/ny/", parts.add, name="add-part"),
    path("<slug:slug>/<noun:noun>/<uuid:key>/", parts.row, name="part"),
    path("<slug:slug>/<noun:noun>/<uuid:key>/andra/", parts.edit, name="edit-part"),
    path("<slug:slug>/<noun:noun>/<uuid:key>/ta-bort/", parts.remove, name="remove-part"),
    path("<slug:slug>/<noun:noun>/<uuid:key>/historik/", history.part_history, name="part-history"),
    path(
        "<slug:slug>/<noun:noun>/<uuid:key>/historik/<int:moment>/aterstall/",
        restoring.restore_part,
        name="restore-part",
    ),
]
