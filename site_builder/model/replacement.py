"""What stands in a source, and what should stand there instead: a fix that is certain."""

from dataclasses import dataclass

from site_builder.model.location import Location


@dataclass(frozen=True, slots=True)
class Replacement:
    """A stretch of one line, to be replaced."""

    location: Location
    """Of its first character; of a value in quotes, one character before."""
    old: str
    new: str
    """Empty: to be deleted."""
