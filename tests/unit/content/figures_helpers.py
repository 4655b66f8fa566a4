"""Read the figures of the tests' forms with one cell or row changed."""

from site_builder.content.figures import read_figures
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.figures import Figures
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS

FILE = "content/figures.yaml"
TEXTS = {
    year: (ROOT / "tests" / "forms" / f"figures-{year}.yaml").read_text(encoding="utf-8")
    for year in (2020, 2021)
}


def read(text: str, year: int = 2021) -> tuple[Figures | None, tuple[Diagnostic, ...]]:
    return read_figures(text, FILE, year, STANDARDS.forms)


def with_change(old: str, new: str, year: int = 2021) -> str:
    assert TEXTS[year].count(old) == 1
    return TEXTS[year].replace(old, new)


def read_valid(text: str, year: int = 2021) -> Figures:
    figures, findings = read(text, year)
    assert findings == ()
    assert figures is not None
    return figures


def diagnostic_text(text: str, year: int = 2021) -> str:
    """Return the single diagnostic of a bad file."""
    figures, findings = read(text, year)
    assert figures is None
    (entry,) = findings
    return (
        f"{entry.location.line}:{entry.location.column} {entry.code} {entry.message} {entry.hint}"
    )
