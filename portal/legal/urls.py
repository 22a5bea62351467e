"""Addresses under /om/: first those that are for everybody, then those of the portal's administrators."""

from django.urls import path

from portal.legal import faults, privacy, statement

staff = [
    path("tillganglighet/andra/", statement.edit_accessibility, name="edit-accessibility"),
    path("tillganglighet/brister/ny/", statement.add_shortcoming, name="add-shortcoming"),
    path(
        "tillganglighet/brister/<int:number>/", statement.edit_shortcoming, name="edit-shortcoming"
    ),
    path(
        "tillganglighet/brister/<int:number>/ta-bort/",
        statement.remove_shortcoming,
        name="remove-shortcoming",
    ),
    path("tillganglighet/anmalningar/", faults.fault_reports, name="fault-reports"),
    path("tillganglighet/anmalningar/<int:number>/", faults.fault_report, name="fault-report"),
]
urlpatterns = [
    path("tillganglighet/", statement.accessibility, name="accessibility"),
    path("tillganglighet/anmal/", faults.report_fault, name="report-fault"),
    path("tillganglighet/anmal/tack/", faults.fault_reported, name="fault-reported"),
    path("personuppgifter/", privacy.privacy, name="privacy"),
    *staff,
]
