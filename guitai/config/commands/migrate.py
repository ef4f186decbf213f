"""guitai migrate: the database has the tables and rights of this version."""

import argparse
import os

from guitai.config import preflight, schema, server
from guitai.config.environment import VAR, require_secrets


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="guitai migrate").parse_args(arguments)
    preflight.writable(VAR)
    preflight.disk_space(VAR)
    require_secrets()
    server.prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guitai.config.settings")
    schema.migrate()
    return 0
