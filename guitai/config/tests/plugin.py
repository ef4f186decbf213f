"""Loaded by pytest before Django: secrets of this run only, and folders nobody keeps."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="guitai-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("GUITAI_") or name == "DATABASE_URL"]:
    del os.environ[_name]  # a test that passes only with the settings of one machine is no test

os.environ["GUITAI_VAR"] = _folder
os.environ["GUITAI_SECRETS_FILE"] = f"{_folder}/none.env"
os.environ["GUITAI_SECRET_KEY"] = secrets.token_hex(32)
os.environ["GUITAI_SMS_HOST"] = "127.0.0.1"  # so that texts can be queued; nobody listens there
os.environ["GUITAI_MASTER_KEY"] = secrets.token_hex(32)

Path(_folder, "static").mkdir()  # whitenoise warns about a missing folder, and warnings are errors
