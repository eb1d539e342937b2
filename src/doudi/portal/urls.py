"""Routes of the public site."""

from django.urls import path
from django.views.decorators.http import require_http_methods

from doudi.portal import objecting, pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("guide/", pages.guide, name="guide"),
    path("notices/", pages.notices, name="notices"),
    path("notices/<slug:token>/", pages.notice, name="notice"),
    path(
        "notices/<slug:token>/object/",
        pages.hidden(require_http_methods(["GET", "HEAD", "POST"])(objecting.object_to)),
        name="object",
    ),
    path("v/<str:token>", pages.verify, name="verify"),
]
