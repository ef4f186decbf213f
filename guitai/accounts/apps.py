from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guitai.accounts"
    label = "accounts"
