"""A place of its own to measure in; import it before anything of guitai.

A PostgreSQL with its durable defaults, started as the product starts it, in a folder made for this run and gone with
it. Keys are made for the run too; nothing of the folder `var` is read or written.
"""

import atexit
import importlib
import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import django

FOLDER = Path(tempfile.mkdtemp(prefix="guitai-bench-"))
for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith("GUITAI_")]:
    del os.environ[name]
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "guitai.config.settings",
    "GUITAI_VAR": str(FOLDER),
    "GUITAI_DEMO": "1",  # amounts nobody has verified may be used here
    "GUITAI_SECRET_KEY": secrets.token_hex(32),
    "GUITAI_MASTER_KEY": secrets.token_hex(32),
}
FOLDER.chmod(0o711)  # as root, PostgreSQL runs as somebody else, who has to get through
database = importlib.import_module("guitai.config.database")  # reads what was just written
CLUSTER = database.cluster()


signal.signal(signal.SIGTERM, lambda *_told: sys.exit(143))  # told to stop, we clean up too


@atexit.register
def leave() -> None:
    """The server has ended and its folder is gone."""
    CLUSTER.stop()
    shutil.rmtree(CLUSTER.home, ignore_errors=True)
    shutil.rmtree(FOLDER, ignore_errors=True)


importlib.import_module("guitai.config.server").prepare()
django.setup()
