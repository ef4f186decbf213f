"""guitai database start | stop | status: the embedded server."""

import argparse
import sys

from guitai.config import database, preflight, server
from guitai.config.environment import VAR
from guitai.config.terms import CannotStart


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai database", description="The embedded PostgreSQL of this folder.")
    parser.add_argument("what", choices=["start", "stop", "status"])
    told = parser.parse_args(arguments)
    if database.outside():
        raise CannotStart("DATABASE_URL names an outside PostgreSQL: that one is not ours to start or stop.")
    return {"start": start, "stop": stop, "status": status}[told.what]()


def start() -> int:
    preflight.writable(VAR)
    preflight.disk_space(VAR)
    server.prepare()
    return status()


def stop() -> int:
    cluster = database.cluster()
    had_one = cluster.asked_home.is_dir() and cluster.stop()
    sys.stdout.write("PostgreSQL has stopped.\n" if had_one else "PostgreSQL was not running.\n")
    return 0


def status() -> int:
    cluster = database.cluster()
    running = cluster.running() if cluster.asked_home.is_dir() else None
    if running is None:
        sys.stdout.write("PostgreSQL is not running.\n")
        return 3  # as `service status` answers
    sys.stdout.write(f"PostgreSQL runs as process {running.pid}: 127.0.0.1:{running.port}, {running.socket}\n")
    return 0
