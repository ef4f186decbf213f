from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "guitai.desk"
    label = "desk"
