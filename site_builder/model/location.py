"""Where something was written."""

from typing import NamedTuple

from site_builder.model.digits import masked


class Location(NamedTuple):
    """A spot in a file an author wrote.

    No dataclass: there are dozens in each document, and a tuple is built in half the time.
    """

    file: str
    """Path from the project folder, with forward slashes."""
    line: int = 0
    """Counted from 1; 0 means the file as a whole."""
    column: int = 0
    """Counted from 1 in characters; 0 means the line as a whole."""

    @property
    def display_path(self) -> str:
        """Return the file as outputs name it: a number of a person in its name is masked."""
        return masked(self.file)

    def __str__(self) -> str:
        numbers = (str(number) for number in (self.line, self.column) if number)
        return ":".join((self.display_path, *numbers))
