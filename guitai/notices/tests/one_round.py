"""A worker for one test: hands over the mails that wait and does the jobs that are queued, then ends."""

from importlib import import_module

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    # Imported when the models are there: this file is also the program of the worker.
    posting, clock = import_module("guitai.notices.posting"), import_module("guitai.core.clock")
    while posting.send_waiting(clock.now()):
        pass
    call_command("procrastinate", "worker", "--one-shot", "--queues=notices,documents")


if __name__ == "__main__":
    main()
