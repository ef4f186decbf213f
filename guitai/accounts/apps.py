from django.apps import AppConfig

from guitai.accounts import kept_keys


class AccountsConfig(AppConfig):
    name = "guitai.accounts"
    label = "accounts"

    def ready(self) -> None:
        kept_keys.keep_digests_only()
