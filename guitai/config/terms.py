"""Words of the runtime."""


class CannotStart(RuntimeError):
    """One line a person can act on; nothing was started."""
