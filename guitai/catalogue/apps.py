from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "guitai.catalogue"
    label = "catalogue"
