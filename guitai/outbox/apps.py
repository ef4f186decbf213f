from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "guitai.outbox"
    label = "outbox"
