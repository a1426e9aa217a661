"""Addresses of organisations."""

from django.urls import path

from . import views

urlpatterns = [
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
]
