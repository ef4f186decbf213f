"""guitai waiting-room: the room where people wait for their turn; it needs no database."""

import argparse
from pathlib import Path

import uvicorn
from django.conf import settings

from guitai.config import environment
from guitai.waiting import room
from guitai.waiting.actions import key

ASSETS = environment.ROOT / "guitai" / "static_built" / "kit"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai waiting-room", description="Let people wait for their turn.")
    parser.add_argument("--bind", default="127.0.0.1:8012")
    parser.add_argument(
        "--folder", default=str(Path(environment.VAR) / "waiting"), help="what a killed room finds again"
    )
    told = parser.parse_args(arguments)
    host, _colon, port = told.bind.rpartition(":")
    here = room.Room(
        folder=Path(told.folder),
        assets=ASSETS,
        application=settings.BASE_URL.rstrip("/"),
        key=key(),
        secure=settings.HTTPS,
    )
    uvicorn.run(room.app(here), host=host, port=int(port), log_level="warning", access_log=False, workers=1)
    return 0
