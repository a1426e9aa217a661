"""Addresses of organisations."""

from django.urls import path

from . import views

urlpatterns = [
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/ajouter/", views.organisation_identity, name="organisation-new"),
    path("organisations/<slug:slug>/logo/", views.logo, name="organisation-logo"),
    path("organisations/<slug:slug>/modifier/", views.organisation_edit, name="organisation-edit"),
    path("organisations/<slug:slug>/identite/", views.organisation_identity, name="organisation-identity"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
]
