"""Addresses about people. All ask for a signed-in user but the invitation's, whose link is its own key."""

from django.urls import path

from portal.people import deactivation, invitations, members, views

urlpatterns = [
    path("", members.people, name="people"),
    path("behorigheter/", views.rights, name="rights"),
    path("bjud-in/", invitations.invite, name="invite"),
    path("inbjudan/<int:number>/skicka-igen/", invitations.send_again, name="send-invitation"),
    path("inbjudan/<int:number>/dra-tillbaka/", invitations.withdraw, name="withdraw-invitation"),
    path("medlem/<int:number>/", members.member, name="member"),
    path("medlem/<int:number>/avsluta/", members.end, name="end-membership"),
    path("<int:number>/avaktivera/", deactivation.deactivate, name="deactivate"),
    path("<int:number>/aktivera/", deactivation.activate, name="activate"),
]
