"""Whether there is a virus scanner: always, except where a demo says that this machine has none."""

from guitai.config import environment
from guitai.config.terms import CannotStart

REQUIRED, ABSENT = "required", "absent"
REMEDY = "install clamav-daemon, or say GUITAI_SCANNER=absent on a machine of the demo"


def socket(*, demo: bool) -> str:
    """Answer where the scanner listens, "" where there is none; only a demo may do without."""
    told = environment.value("GUITAI_SCANNER", REQUIRED)
    if told not in {REQUIRED, ABSENT}:
        raise CannotStart(f"GUITAI_SCANNER is {told!r}: it is {REQUIRED}, or {ABSENT} in the demo.")
    if told == REQUIRED:
        return environment.value("GUITAI_SCANNER_SOCKET", str(environment.VAR / "scanner" / "clamd.sock"))
    if not demo:
        raise CannotStart("GUITAI_SCANNER=absent is for the demo: people send us files, and somebody opens them.")
    return ""
