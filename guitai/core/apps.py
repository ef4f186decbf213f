from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "guitai.core"
    label = "core"
