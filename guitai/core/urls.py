"""Pages of the page kit itself."""

from django.urls import path

from guitai.core import views

app_name = "core"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("kit/", views.kit, name="kit"),
    path("kit/desk/", views.kit_desk, name="kit_desk"),
]
