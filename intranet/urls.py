"""Every address of the site, by including the apps by name.

Order matters: our flat addresses stand before Wagtail's.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from intranet.core.api import api
from intranet.core.views import problem


@login_not_required
def to_sign_in(request, **kwargs):
    """Wagtail's own password forms know no second factor and no throttle: there is one way in."""
    return redirect("account_login")


@login_not_required
def gone(request, **kwargs):
    """Doors of Wagtail that stay shut."""
    raise Http404


urlpatterns = [
    path("api/v1/", api.urls),
    path("api/<path:rest>", login_not_required(lambda request, rest: problem(404))),
    path("gestion/login/", to_sign_in),
    path("_util/login/", to_sign_in),
    path("gestion/password_reset/", gone),
    path("gestion/password_reset/<path:rest>", gone),
    path("_util/authenticate_with_password/<int:restriction>/<int:page>/", gone),
    path("gestion/reports/page-types-usage/", gone),
    path("gestion/", include(wagtailadmin_urls)),
    path("", include("intranet.accounts.urls")),
    path("", include("intranet.audit.urls")),
    path("", include("intranet.organisations.urls")),
    path("", include("intranet.taxonomy.urls")),
    path("", include("intranet.notifications.urls")),
    path("", include("intranet.home.urls")),
    path("", include("spaces.workspaces.urls")),
    path("", include("spaces.documents.urls")),
    path("", include("spaces.discussions.urls")),
    path("", include("spaces.events.urls")),
    path("", include("knowledge.lessons.urls")),
    path("", include("knowledge.guides.urls")),
    path("", include("search.urls")),
    path("", include(wagtail_urls)),
]
