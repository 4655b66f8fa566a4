"""Where templates are: those that come with the program, and those that lie over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@cache
def default_templates() -> Path:
    """Find the templates that come with the program.

    An installed wheel carries them inside the package; in a checkout they are next to it.
    """
    installed = Path(__file__).parents[1] / "_templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Templates:
    """Folders of templates as they stand at one moment: each lies over the next, file by file."""

    folder: Path
    digest: str
    """Of the names, sizes and times of all files. What is compiled is cached under it."""
    below: tuple[Path, ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return all folders, the topmost first."""
        return (self.folder, *self.below)

    def path(self, name: str) -> Path:
        """Return the file that counts; where there is none, where the lowest would be."""
        for folder in self.folders:
            path = folder / name
            if path.is_file():
                return path
        return self.folders[-1] / name

    def names(self, pattern: str) -> Iterator[str]:
        """Yield the names of the files of all folders that a pattern matches, in order."""
        names = {
            path.relative_to(folder).as_posix()
            for folder in self.folders
            for path in folder.glob(pattern)
        }
        yield from sorted(names)
