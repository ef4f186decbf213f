"""Addresses of identity pages; sign-in itself is django-allauth's, under /accounts/."""

from django.urls import path

from guitai.accounts import counter_views, views

app_name = "accounts"
urlpatterns = [
    path("identity/", views.prove, name="prove"),
    path("identity/letter/", views.letter, name="letter"),
    path("desk/counter/", counter_views.counter, name="counter"),
    path("desk/counter/number/", counter_views.number, name="number"),
]
