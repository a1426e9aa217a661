"""Addresses of people and of sign-in. allauth's own addresses stand under `/compte/`."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from . import sessions
from .views import agents, attachments, closed, directory, joining, memberships
from .views import people as views

urlpatterns = [
    path("annuaire/", directory.directory, name="directory"),
    path("annuaire/<slug:slug>/photo/", views.photo, name="person-photo"),
    path("annuaire/<slug:slug>/", views.person, name="person"),
    path("rattachement/", attachments.ask, name="attachment-ask"),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("organisations/<slug:slug>/agents/", agents.agents, name="agents"),
    path("organisations/<slug:slug>/agents/inviter/", agents.invite, name="agents-invite"),
    path("organisations/<slug:slug>/invitations/<int:pk>/", agents.manage_invitation, name="invitation-manage"),
    path("organisations/<slug:slug>/demandes/<int:pk>/", attachments.answer, name="attachment-answer"),
    path("organisations/<slug:slug>/arrivees/<int:pk>/", attachments.answer_move, name="move-answer"),
    path("organisations/<slug:slug>/departs/<int:pk>/", attachments.withdraw_move, name="move-withdraw"),
    path("organisations/<slug:slug>/agents/<slug:person>/", memberships.agent, name="agent"),
    path("organisations/<slug:slug>/agents/<slug:person>/rouvrir/", closed.reopen, name="agent-reopen"),
    path("organisations/<slug:slug>/agents/<slug:person>/role/", memberships.role, name="agent-role"),
    path("organisations/<slug:slug>/agents/<slug:person>/passation/", memberships.hand_over, name="agent-hand-over"),
    path("organisations/<slug:slug>/agents/<slug:person>/fin/", memberships.end, name="agent-end"),
    path("organisations/<slug:slug>/agents/<slug:person>/garder/", memberships.keep, name="agent-keep"),
    path("organisations/<slug:slug>/agents/<slug:person>/mobilite/", memberships.move, name="agent-move"),
    path("reglages/", views.own_settings, name="settings"),
    path("connexion/", views.SignInView.as_view(), name="account_login"),
    path("inscription/", allauth.signup, name="account_signup"),
    path("compte/inactif/", closed.closed, name="account_inactive"),
    path("deconnexion/", allauth.logout, name="account_logout"),
    path("compte/confirmation/", allauth.reauthenticate, name="account_reauthenticate"),
    path("compte/adresse/", allauth.email, name="account_email"),
    path("compte/adresse/a-confirmer/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("compte/adresse/<str:key>/", allauth.confirm_email, name="account_confirm_email"),
    path("compte/mot-de-passe/", allauth.password_change, name="account_change_password"),
    path("compte/mot-de-passe/nouveau/", allauth.password_set, name="account_set_password"),
    path("compte/mot-de-passe/oublie/", allauth.password_reset, name="account_reset_password"),
    path("compte/mot-de-passe/oublie/envoye/", allauth.password_reset_done, name="account_reset_password_done"),
    # The key has a hyphen of its own: who it is for ends at the first.
    re_path(
        r"^compte/mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "compte/mot-de-passe/change/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("compte/sessions/", sessions.own_sessions, name="usersessions_list"),
    path("compte/double-facteur/", include("allauth.mfa.urls")),
]
