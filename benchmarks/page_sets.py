"""Do both outputs hold what the corpus asks for? A comparison of less than the same is none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.competitors import Builder, Competitor
from benchmarks.corpus import YEARS, Corpus, Entry

_DOCUMENT = re.compile(r"/(d\d{6})\.html")
_SAMPLED = 50


@dataclass(frozen=True, slots=True)
class PageSet:
    """What stands in an output."""

    documents: int
    """Documents that have a page."""
    listed: tuple[int, ...]
    """Documents named by the lists of years, the lists of genres, the map, the data."""
    reports: int
    pages: int
    """HTML pages of all kinds."""
    files: int
    size: int
    """Bytes of all files."""


def page_set(competitor: Competitor, corpus: Corpus) -> PageSet:
    """Count an output. Raises SystemExit where it lacks something."""
    output = competitor.output
    names: set[str] = set()
    missing: list[str] = []
    step = max(1, corpus.documents // _SAMPLED)
    for entry in corpus.entries():
        names.add(entry.name)
        if not competitor.page(entry).is_file():
            missing.append(entry.url)
        elif len(names) % step == 0:
            missing += _missing_facts(competitor, entry)
    lists = (
        _named(_year_lists(competitor)),
        _named(_genre_lists(competitor)),
        _named([output / "sitemap.xml"]),
        _named([output / "catalogue.json"]),
    )
    for place, listed in enumerate(lists):
        missing += [f"list {place}: {name}" for name in sorted(names ^ listed)]
    reports = sum((output / str(year) / "report.html").is_file() for year in YEARS)
    missing += [f"{name}" for name in ("index.html", "atom.xml") if not (output / name).is_file()]
    if missing or reports != len(YEARS):
        raise SystemExit(f"{competitor.name}: {len(missing)} differences, first {missing[:3]}")
    files = [path for path in output.rglob("*") if path.is_file()]
    return PageSet(
        documents=len(names),
        listed=tuple(map(len, lists)),
        reports=reports,
        pages=sum(path.suffix == ".html" for path in files),
        files=len(files),
        size=sum(path.stat().st_size for path in files),
    )


def _missing_facts(competitor: Competitor, entry: Entry) -> list[str]:
    """Return what a document's page does not show of its front matter."""
    text = competitor.page(entry).read_text(encoding="utf-8")
    facts = [entry.title, entry.index, entry.document_number, entry.agency, entry.item]
    facts += [str(entry.published), entry.genre, *entry.keywords, entry.summary]
    return [f"{entry.url}: {fact}" for fact in facts if fact not in text]


def _year_lists(competitor: Competitor) -> Iterable[Path]:
    if isinstance(competitor, Builder):
        return competitor.output.glob("catalogue/year-*.html")
    return [competitor.output / str(year) / "index.html" for year in YEARS]


def _genre_lists(competitor: Competitor) -> Iterable[Path]:
    if isinstance(competitor, Builder):
        return competitor.output.glob("catalogue/kind-*.html")
    return (competitor.output / "genre").rglob("*.html")


def _named(pages: Iterable[Path]) -> set[str]:
    """Return the documents whose pages some files name."""
    texts = (page.read_text(encoding="utf-8") for page in pages)
    return {name for text in texts for name in _DOCUMENT.findall(text)}
