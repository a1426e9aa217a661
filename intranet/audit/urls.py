"""Addresses of the record."""

from django.urls import path

from . import views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/export/", views.journal_export, name="journal-export"),
]
