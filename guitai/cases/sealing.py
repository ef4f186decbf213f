"""What one page of a walk-in tells the next, sealed into the page: nothing is kept before the consent."""

from typing import Any

from django.core import signing

SALT = "guitai.cases.mandate"
GOOD_FOR = 2 * 60 * 60
LONGEST = 60_000


def seal(values: dict[str, Any], *, page: str, account: str) -> str:
    return signing.dumps(values, salt=f"{SALT}:{page}:{account}", compress=True)


def unseal(text: str, *, page: str, account: str) -> dict[str, Any] | None:
    """Answer what this account sealed for this page within two hours; None for anything else."""
    try:
        found: dict[str, Any] = signing.loads(text[:LONGEST], salt=f"{SALT}:{page}:{account}", max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return found
