"""guitai prepare: what `guitai run` needs in the database before anybody is served; one process, safe to repeat."""

import argparse
import importlib
import os

from django.conf import settings

from guitai.config import schema, server
from guitai.config.environment import VAR, require_secrets
from guitai.config.plan import SIGN_INS
from guitai.config.terms import CannotStart


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="guitai prepare").parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guitai.config.settings")
    require_secrets()
    server.prepare()
    schema.migrate()
    schema.collect_static(settings.STATIC_ROOT)
    if settings.DEMO:
        load_demo()
    return 0


def load_demo() -> None:
    """The invented county and the published services are in the database; the sign-ins are written down."""
    demo = importlib.import_module("guitai.config.demo")  # its models need Django to be set up
    with importlib.import_module("guitai.audit.viewing").by_command("demo"):
        demo.main(["load"])
    if importlib.import_module("guitai.catalogue.commands").main(["publish"]):
        raise CannotStart("The services cannot be published: `guitai services check` says why.")
    (VAR / SIGN_INS).write_text("\n".join(demo.sign_ins()) + "\n", encoding="utf-8")
