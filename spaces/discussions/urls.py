"""Addresses of discussions."""

from django.urls import path

from .views import messages, threads

urlpatterns = [
    path("espaces/<slug:slug>/discussions/", threads.thread_list, name="threads"),
    path("espaces/<slug:slug>/discussions/nouvelle/", threads.thread_new, name="thread-new"),
    path("espaces/<slug:slug>/discussions/<int:pk>/", threads.thread, name="thread"),
    path("espaces/<slug:slug>/discussions/<int:pk>/messages/", messages.reply, name="thread-reply"),
    path("espaces/<slug:slug>/discussions/<int:pk>/gerer/", threads.manage, name="thread-manage"),
    path("messages/<int:pk>/", messages.message, name="message"),
    path("messages/<int:pk>/modifier/", messages.edit, name="message-edit"),
    path("messages/<int:pk>/supprimer/", messages.delete, name="message-delete"),
    path("messages/<int:pk>/reagir/", messages.react, name="message-react"),
    path("messages/<int:pk>/retenir/", messages.accept, name="message-accept"),
]
