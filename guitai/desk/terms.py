"""Words of the desk."""


class DeskRefusal(Exception):
    """Something on the desk may not be done; the sentence is for the official who asked."""
