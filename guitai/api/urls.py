"""Addresses for other systems."""

from django.urls import path

from guitai.api import views

app_name = "api"
urlpatterns = [
    path("findUsage", views.find_usage, name="find_usage"),
    path("usagePeriod", views.usage_period, name="usage_period"),
    path("heartbeat", views.heartbeat, name="heartbeat"),
]
