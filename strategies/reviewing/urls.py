"""The loaders' addresses. Everything here asks for a signed-in user, and fetches through Draft.objects.visible_to()."""

from django.urls import path

from strategies.reviewing import actors, acts, facts, parts, queue, review, taking_in

urlpatterns = [
    path("", queue.intake, name="intake"),
    path("<uuid:key>/", review.review, name="review"),
    path("<uuid:key>/original/", queue.original, name="draft-original"),
    path("<uuid:key>/original/visa/", queue.publish_original, name="publish-original"),
    path("<uuid:key>/las-om/", queue.reread, name="reread-draft"),
    path("<uuid:key>/ta-bort/", queue.dismiss, name="dismiss-draft"),
    path("<uuid:key>/uppgifter/", facts.facts, name="draft-facts"),
    path("<uuid:key>/uppgifter/godta/", review.accept_facts, name="accept-facts"),
    path("<uuid:key>/godta-sakra/", review.accept_sure, name="accept-sure"),
    path("<uuid:key>/angra/", review.undo_last, name="undo-correction"),
    path("<uuid:key>/avgor/", review.settle, name="settle-flag"),
    path("<uuid:key>/stryk/", review.remove, name="remove-listed"),
    path("<uuid:key>/visa-namn/", review.show_name, name="show-name"),
    path("<uuid:key>/aktor/", actors.choose, name="draft-actor"),
    path("<uuid:key>/beslut/ny/", facts.new_decision, name="add-draft-decision"),
    path("<uuid:key>/delar/ny/", parts.add, name="add-draft-part"),
    path("<uuid:key>/delar/<uuid:part>/", acts.tools, name="draft-tools"),
    path("<uuid:key>/delar/<uuid:part>/gor/", acts.act, name="draft-act"),
    path("<uuid:key>/delar/<uuid:part>/andra/", parts.edit, name="edit-draft-part"),
    path("<uuid:key>/delar/<uuid:part>/dela/", parts.split, name="split-draft-part"),
    path("<uuid:key>/ta-in/", taking_in.taking_in, name="take-in"),
]
