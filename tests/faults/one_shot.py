"""The worker for one test, in a process of its own: does everything that is queued, and ends."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import django
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


def run() -> None:
    """Nothing is queued any more for now."""
    own = {
        key: quote(str(connection.settings_dict[key]), safe="") for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    }
    url = "postgresql://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}".format(**own)
    told = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "guitai.config.settings", "GUITAI_DEMO": "1"}
    subprocess.run([sys.executable, "-m", "tests.faults.one_shot"], cwd=ROOT, env=told, timeout=PATIENCE, check=True)


if __name__ == "__main__":
    django.setup()
    call_command("procrastinate", "worker", "--one-shot", "--concurrency=1")
