"""Addresses of guides and roll-outs."""

from django.urls import path

from .views import guides, rollouts

urlpatterns = [
    path("guides/", guides.guide_list, name="guides"),
    path("guides/<slug:slug>/", guides.guide, name="guide"),
    path("guides/<slug:slug>/deploiement/", rollouts.board, name="board"),
    path("guides/<slug:slug>/deployer/", rollouts.rollout_new, name="rollout-new"),
    path("guides/<slug:slug>/deploiement/<slug:organisation>/", rollouts.named, name="rollout-named"),
    path("guides/<slug:slug>/deploiement/<slug:organisation>/<int:number>/", rollouts.step, name="rollout-step"),
    path(
        "guides/<slug:slug>/deploiement/<slug:organisation>/<slug:person>/retirer/",
        rollouts.unname,
        name="rollout-unname",
    ),
]
