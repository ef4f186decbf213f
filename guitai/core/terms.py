"""Errors of the core, each a sentence that its reader can act on."""


class IdentifierWrong(ValueError):
    """A number that cannot be what it claims to be."""


class DateWrong(ValueError):
    """A text that names no day."""


class NameWrong(ValueError):
    """A name with characters that no name has."""


class PlaceholderUnknown(KeyError):
    """A text asks for a value that nobody gives."""


class CalendarUnknown(LookupError):
    """The official calendar of that year is not here, so nobody may guess."""


class ClockFixed(RuntimeError):
    """The clock of this system shows the real time and cannot be moved."""


class SealBroken(ValueError):
    """An encrypted value was changed, belongs elsewhere, or was sealed under another master key."""
