"""What can be wrong with setting a page."""


class FontsMissing(RuntimeError):
    """The fonts that letters are set in are not on this machine."""
