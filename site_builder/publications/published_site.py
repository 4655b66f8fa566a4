"""A body's published site → what it publishes, wherever its files come from."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from site_builder.core.errors import (
    SiteBuilderError,
    StaleCopyError,
    ValueProblem,
    describe_os_error,
)
from site_builder.core.hashing import digest
from site_builder.model.form import Form
from site_builder.model.publication import Publication, PublishedReport, ReadingProblem
from site_builder.publications.catalogue_file import (
    EMPTY_PUBLISHED_CATALOGUE,
    PublishedCatalogue,
    read_catalogue,
)
from site_builder.publications.figures_file import read_figures

CATALOGUE_FILE = "catalogue.json"
MAX_CATALOGUE, MAX_FIGURES = 64_000_000, 8_000_000
"""Bytes that are read of one file."""
_NO_FIGURES = "公开目录里有这一年的报告，没有找到它的统计数据"
_NO_FIGURES_HINT = "请这个机构重新发布，连同 figures.json；或者把报告存成文件，写在名录的“报告”里。"


class SiteFiles(Protocol):
    """The files of one published site, in a folder or at an address."""

    def years(self) -> Iterable[int]:
        """Return the years that it has folders of, as far as can be seen without a catalogue."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a file. Raises FileNotFoundError, OSError, or SiteBuilderError saying why not.

        A StaleCopyError has a copy of it.
        """


@dataclass(frozen=True, slots=True)
class SiteBytes:
    """What was read of a site, before any of it is understood."""

    files: Mapping[str, bytes]
    problems: tuple[ReadingProblem, ...]

    @property
    def digest(self) -> str:
        """Return what decides the publication."""
        lines = [f"{path} {digest(data)}" for path, data in sorted(self.files.items())]
        return digest("\n".join([*lines, repr(self.problems)]).encode("utf-8", "surrogatepass"))


def figures_path(year: int) -> str:
    """Return where the figures of a year lie."""
    return f"{year}/figures.json"


def fetch_site(site: SiteFiles) -> SiteBytes:
    """Read all that is needed of a site; what cannot be read is a problem."""
    files: dict[str, bytes] = {}
    problems: list[ReadingProblem] = []
    catalogue = _fetch(site, CATALOGUE_FILE, MAX_CATALOGUE, files, problems)
    named: set[int] = set()
    if catalogue is not None:
        with suppress(ValueProblem):
            named = {*read_catalogue(catalogue).published}
    for year in sorted({*site.years(), *named}):
        path, count = figures_path(year), len(problems)
        data = _fetch(site, path, MAX_FIGURES, files, problems)
        if data is None and year in named and len(problems) == count:
            problems.append(ReadingProblem(path, _NO_FIGURES, _NO_FIGURES_HINT))
    return SiteBytes(files, tuple(problems))


def _fetch(
    site: SiteFiles,
    path: str,
    limit: int,
    files: dict[str, bytes],
    problems: list[ReadingProblem],
) -> bytes | None:
    try:
        files[path] = data = site.read(path, limit)
    except FileNotFoundError:
        return None
    except OSError as exc:
        problems.append(
            ReadingProblem(path, f"读不出（{describe_os_error(exc)}）", "请检查文件后再试。")
        )
        return None
    except StaleCopyError as exc:
        problems.append(_unanswered(path, exc))
        files[path] = exc.data
        return exc.data
    except SiteBuilderError as exc:
        problems.append(_unanswered(path, exc))
        return None
    return data


def _unanswered(path: str, exc: SiteBuilderError) -> ReadingProblem:
    """Return what to say of a file; without its catalogue, no year of a site is certain."""
    return ReadingProblem("" if path == CATALOGUE_FILE else path, exc.message, exc.hint)


def read_publication(site: SiteBytes, forms: Mapping[str, Form]) -> Publication:
    """Understand what was read of a site."""
    problems = [*site.problems]
    catalogue = _catalogue(site.files.get(CATALOGUE_FILE), problems)
    reports: list[PublishedReport] = []
    for path, data in sorted(site.files.items()):
        if path == CATALOGUE_FILE:
            continue
        folder = int(path.partition("/")[0])
        day = catalogue.published.get(folder, "")
        try:
            reports.append(read_figures(data, forms, f"{folder}/report.html", day, path))
        except ValueProblem as exc:
            problems.append(ReadingProblem(path, exc.message, exc.hint))
    # Of two about one year, that in its own folder is the one that readers come upon.
    reports.sort(key=lambda item: (item.year, item.source != figures_path(item.year), item.source))
    address = catalogue.address
    return Publication(address, tuple(reports), tuple(problems), catalogue.count, site.digest)


def _catalogue(data: bytes | None, problems: list[ReadingProblem]) -> PublishedCatalogue:
    if data is None:
        return EMPTY_PUBLISHED_CATALOGUE
    try:
        return read_catalogue(data)
    except ValueProblem as exc:
        problems.append(ReadingProblem(CATALOGUE_FILE, exc.message, exc.hint))
    return EMPTY_PUBLISHED_CATALOGUE
