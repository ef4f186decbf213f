from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "guitai.work"
    label = "work"
