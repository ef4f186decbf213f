from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "guitai.audit"
    label = "audit"
