from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "guitai.cases"
    label = "cases"
