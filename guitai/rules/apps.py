from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "guitai.rules"
    label = "rules"
