"""The barest Django that takes a submit: one view, three rows in one transaction, no middleware.

Served as the product is, by submit.py, with the address of the database in BARE_DATABASE (JSON for Django).
"""

import json
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bare",  # noqa: S106 - signs nothing
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    DATABASES={"default": json.loads(os.environ["BARE_DATABASE"])},
)
ANSWERS = bytes(2_000)


def submit(_request: HttpRequest, number: str) -> HttpResponse:
    """The case, its step and its job are there together."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare_case (reference, answers) VALUES (%s, %s) RETURNING id", [number, ANSWERS])
        wanted = cursor.fetchone()
        cursor.execute("INSERT INTO bare_step (of, move, at) VALUES (%s, 'open', now())", wanted)
        cursor.execute("INSERT INTO bare_job (of, name, at) VALUES (%s, 'deliver', now())", wanted)
    return HttpResponse(status=302, headers={"Location": f"/cases/{number}/"})


urlpatterns = [path("drafts/<str:number>/check/", submit)]
application = get_wsgi_application()
