from django.apps import AppConfig


class WaitingConfig(AppConfig):
    name = "guitai.waiting"
    label = "waiting"
