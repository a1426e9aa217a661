"""Addresses of notifications."""

from django.urls import path

from . import views

urlpatterns = [
    path("notifications/", views.notification_list, name="notifications"),
    path("notifications/lues/", views.read_all, name="notifications-read"),
    path("notifications/cloche/", views.count, name="notifications-bell"),
    path("notifications/<int:pk>/", views.follow, name="notification"),
]
