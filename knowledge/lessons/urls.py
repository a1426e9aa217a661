"""Addresses of lessons."""

from django.urls import path

from . import views

urlpatterns = [
    path("retours-d-experience/", views.lesson_list, name="lessons"),
    path("retours-d-experience/raconter/", views.lesson_new, name="lesson-new"),
    path("retours-d-experience/<slug:slug>/", views.lesson, name="lesson"),
    path("retours-d-experience/<slug:slug>/modifier/", views.lesson_edit, name="lesson-edit"),
    path("retours-d-experience/<slug:slug>/publier/", views.publish, name="lesson-publish"),
    path("retours-d-experience/<slug:slug>/reprendre/", views.reuse, name="lesson-reuse"),
    path("retours-d-experience/<slug:slug>/avis/", views.feedback, name="lesson-feedback"),
]
