"""Addresses that only the demo has."""

from django.urls import path

from guitai.config import demo_page

app_name = "demo"
urlpatterns = [
    path("", demo_page.people, name="people"),
    path("sign-in/", demo_page.sign_in, name="sign_in"),
]
