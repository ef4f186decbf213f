from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "guitai.notices"
    label = "notices"
