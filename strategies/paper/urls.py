"""Public addresses of papers: they never change."""

from django.urls import path

from strategies.paper import paper_pages

urlpatterns = [
    path("strategier/<slug:slug>/plan.pdf", paper_pages.current_paper, name="current-paper"),
    path(
        "strategier/<slug:slug>/utgavor/<int:number>/plan.pdf",
        paper_pages.edition_paper,
        name="edition-paper",
    ),
    path(
        "strategier/<slug:slug>/utgavor/<int:older>/mot/<int:newer>/andringar.pdf",
        paper_pages.changes_paper,
        name="changes-paper",
    ),
]
