from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "guitai.files"
    label = "files"
