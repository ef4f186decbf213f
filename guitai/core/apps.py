from django.apps import AppConfig
from django.db.backends.signals import connection_created

from guitai.core.statement_marks import mark_all


class CoreConfig(AppConfig):
    name = "guitai.core"
    label = "core"

    def ready(self) -> None:
        connection_created.connect(mark_all, dispatch_uid="guitai.core.statement_marks")
