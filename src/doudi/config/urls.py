"""All routes: the public at the root, the staff under /desk/."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from doudi.desk.guard import open_to_all


@open_to_all
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", include("doudi.portal.urls")),
    path("desk/", include("doudi.desk.urls")),
    path("healthz", healthz, name="healthz"),
]
