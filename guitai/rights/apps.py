from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "guitai.rights"
    label = "rights"
