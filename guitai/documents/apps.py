from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "guitai.documents"
    label = "documents"
