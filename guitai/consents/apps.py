from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "guitai.consents"
    label = "consents"
