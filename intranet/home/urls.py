"""Addresses of the home page, of news and of the footer's pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("en-attente/", views.pending, name="pending"),
    path("actualites/", views.news_list, name="news-list"),
    path("actualites/<slug:slug>/", views.news, name="news"),
    path("aide/", views.footer_page("help"), name="help"),
    path("donnees-personnelles/", views.footer_page("personal_data"), name="personal-data"),
    path("accessibilite/", views.footer_page("accessibility"), name="accessibility"),
]
