"""Numbers that browsers send: anything may stand there, so only what a database can hold is a number."""

LARGEST = 2**63 - 1
LONGEST = len(str(LARGEST))


def whole(typed: str) -> int | None:
    """Answer the whole number that was sent; None for what is none, or is too large to be one of ours."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST):
        return None
    number = int(typed)
    return number if number <= LARGEST else None
