from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "guitai.gateways"
    label = "gateways"
