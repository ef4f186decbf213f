"""guitai prepare: what `guitai run` needs in the database before anybody is served; one process, safe to repeat."""

import argparse
import os

from django.conf import settings

from guitai.config import schema


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="guitai prepare").parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guitai.config.settings")
    schema.prepare_server()
    schema.migrate()
    schema.collect_static(settings.STATIC_ROOT)
    return 0
