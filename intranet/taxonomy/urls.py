"""Addresses of themes."""

from django.urls import path

from . import views

urlpatterns = [path("themes/<slug:slug>/", views.theme, name="theme")]
