from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "guitai.portal"
    label = "portal"
