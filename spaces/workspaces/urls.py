"""Addresses of spaces."""

from django.urls import path

from . import views

urlpatterns = [
    path("espaces/", views.space_list, name="spaces"),
    path("espaces/nouveau/", views.space_new, name="space-new"),
    path("espaces/<slug:slug>/", views.space, name="space"),
    path("espaces/<slug:slug>/modifier/", views.space_edit, name="space-edit"),
    path("espaces/<slug:slug>/rejoindre/", views.join, name="space-join"),
    path("espaces/<slug:slug>/demander/", views.ask, name="space-ask"),
    path("espaces/<slug:slug>/quitter/", views.leave, name="space-leave"),
    path("espaces/<slug:slug>/membres/", views.members, name="space-members"),
    path("espaces/<slug:slug>/membres/<slug:person>/retirer/", views.remove, name="space-remove"),
    path("espaces/<slug:slug>/demandes/<int:pk>/", views.answer, name="space-answer"),
]
