from django.apps import AppConfig


class EformsConfig(AppConfig):
    name = "guitai.eforms"
    label = "eforms"
