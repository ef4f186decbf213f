"""The rights of a person over her data, and the office's answers."""

from django.urls import path

from guitai.rights import office_views, views

app_name = "rights"
urlpatterns = [
    path("my/data/", views.data, name="data"),
    path("my/data/copy/", views.copy, name="copy"),
    path("my/data/copy.json", views.copy_file, name="copy_file"),
    path("my/data/correct/", views.correct, name="correct"),
    path("my/data/stop/", views.stop, name="stop"),
    path("my/data/erase/", views.erase, name="erase"),
    path("desk/data-requests/", office_views.requests, name="requests"),
    path("desk/data-requests/<uuid:key>/", office_views.request_page, name="request"),
]
