"""Where something was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.model.digits import masked


class Location(NamedTuple):
    """A position in a file an author wrote.

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


@dataclass(frozen=True, slots=True)
class FieldLocations(Mapping[str, Location]):
    """Where the fields of one file stand, as one word: ten thousand documents have a dozen each."""

    file: str
    positions: str
    """`id:line:column` for each field, with blanks between."""

    @classmethod
    def of(cls, file: str, locations: Mapping[str, Location]) -> "FieldLocations":
        """Build from the locations of fields, all in one file."""
        return cls(
            file,
            " ".join(
                f"{key}:{position.line}:{position.column}" for key, position in locations.items()
            ),
        )

    def __getitem__(self, key: str) -> Location:
        """Return where a field stands. Raises KeyError."""
        for position in self.positions.split():
            name, line, column = position.split(":")
            if name == key:
                return Location(self.file, int(line), int(column))
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the fields."""
        return (position.partition(":")[0] for position in self.positions.split())

    def __len__(self) -> int:
        """Return how many fields have a place."""
        return len(self.positions.split())
