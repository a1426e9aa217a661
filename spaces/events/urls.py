"""Addresses of the agenda."""

from django.urls import path

from . import views

urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/nouveau/", views.event_new, name="agenda-new"),
    path("agenda/<int:pk>/", views.event, name="event"),
    path("agenda/<int:pk>/modifier/", views.edit, name="event-edit"),
    path("agenda/<int:pk>/annuler/", views.cancel, name="event-cancel"),
    path("agenda/<int:pk>/repondre/", views.answer, name="event-answer"),
    path("espaces/<slug:slug>/agenda/", views.space_agenda, name="space-agenda"),
    path("espaces/<slug:slug>/agenda/nouveau/", views.event_new, name="event-new"),
]
