from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "guitai.reports"
    label = "reports"
