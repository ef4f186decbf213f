from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "guitai.facts"
    label = "facts"
