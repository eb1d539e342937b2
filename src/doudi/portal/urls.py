"""Routes of the public site."""

from django.urls import path

from doudi.portal import pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("guide/", pages.guide, name="guide"),
    path("notices/", pages.notices, name="notices"),
    path("notices/<str:token>/", pages.notice, name="notice"),
    path("v/<str:token>", pages.verify, name="verify"),
]
