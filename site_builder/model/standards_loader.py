"""Standards on demand: reading them takes longer than most answers of the program."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.model.standards import Standards


class StandardsLoader:
    """Loads the standards when they are first asked for."""

    __slots__ = ("_load", "digest")

    def __init__(self, load: "Callable[[], Standards]", digest: str = "") -> None:
        self._load = load
        self.digest = digest
        """Of standards that do not come with the program; empty for those, which are part of it."""

    def __call__(self) -> "Standards":
        """Return the standards."""
        return self._load()


def loader_of(standards: "Standards") -> StandardsLoader:
    """Return a loader of standards that are at hand."""
    return StandardsLoader(lambda: standards, standards.digest)
