"""Addresses of spaces. What stands directly under /espaces/ is in `RESERVED_SLUGS`: no space is called so."""

from django.urls import path

from .views import invitations, life, listing, members, pins, spaces

urlpatterns = [
    path("espaces/", listing.space_list, name="spaces"),
    path("espaces/nouveau/", spaces.space_new, name="space-new"),
    path("espaces/corbeille/", listing.space_bin, name="space-bin"),
    path("espaces/corbeille/<int:pk>/restaurer/", life.restore, name="space-restore"),
    path("espaces/corbeille/<int:pk>/supprimer/", life.delete, name="space-delete"),
    path("espaces/invitations/<int:pk>/", invitations.invitation, name="space-invitation"),
    path("espaces/invitations/<str:key>/", invitations.invited, name="space-invited"),
    path("espaces/<slug:slug>/", spaces.space, name="space"),
    path("espaces/<slug:slug>/modifier/", spaces.space_edit, name="space-edit"),
    path("espaces/<slug:slug>/modele/", spaces.template, name="space-template"),
    path("espaces/<slug:slug>/suivre/", spaces.follow, name="space-follow"),
    path("espaces/<slug:slug>/archiver/", life.archive, name="space-archive"),
    path("espaces/<slug:slug>/rouvrir/", life.reopen, name="space-reopen"),
    path("espaces/<slug:slug>/jeter/", life.to_bin, name="space-to-bin"),
    path("espaces/<slug:slug>/rejoindre/", members.join, name="space-join"),
    path("espaces/<slug:slug>/demander/", members.ask, name="space-ask"),
    path("espaces/<slug:slug>/quitter/", members.leave, name="space-leave"),
    path("espaces/<slug:slug>/reprendre/", members.take_lead, name="space-take-lead"),
    path("espaces/<slug:slug>/membres/", members.members, name="space-members"),
    path("espaces/<slug:slug>/membres/<slug:person>/", members.member, name="space-member"),
    path("espaces/<slug:slug>/membres/<slug:person>/confier/", members.hand_over, name="space-hand-over"),
    path("espaces/<slug:slug>/membres/<slug:person>/retirer/", members.remove, name="space-remove"),
    path("espaces/<slug:slug>/demandes/<int:pk>/", members.answer, name="space-answer"),
    path("espaces/<slug:slug>/invitations/<int:pk>/", invitations.manage, name="space-invitation-manage"),
    path("espaces/<slug:slug>/epingler/", pins.pin, name="space-pin"),
    path("espaces/<slug:slug>/epingles/<int:pk>/", pins.manage, name="space-pin-manage"),
]
