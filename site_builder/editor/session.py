"""What the editor's answers are made from: the project, the standards, the site as it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from secrets import token_urlsafe

from site_builder.content.figure_edits import edit_figures, typed_cells, unconfirmed_notes
from site_builder.content.unconfirmed_cells import UnconfirmedNote
from site_builder.core.errors import SaveConflictError, UsageError
from site_builder.core.urls import YEAR
from site_builder.editor.publication_jobs import PublicationJobs
from site_builder.model.figures import CellKey, Figures
from site_builder.model.form import Form, form_for
from site_builder.model.saved_version import SourceText
from site_builder.model.standards import Standards
from site_builder.preview.state import PreviewState
from site_builder.usecases.edit_text import BOM, decode
from site_builder.usecases.import_notes import ImportNote
from site_builder.usecases.list_catalogue import CatalogueReader
from site_builder.usecases.save_source import read_source, save_source


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the editor."""

    project: Path
    standards: Standards
    state: Callable[[], PreviewState]
    now: Callable[[], datetime]
    today: Callable[[], date]
    """The day on which dates are judged."""
    token: str = field(default_factory=lambda: token_urlsafe(24))
    """Only pages of this run know it; a request that writes has to name it."""
    jobs: PublicationJobs = field(default_factory=PublicationJobs)
    catalogue: CatalogueReader = field(default_factory=CatalogueReader)
    import_notes: dict[int, tuple[ImportNote, ...]] = field(default_factory=dict)
    """What imports of this run said of each year's report, until somebody has read it."""

    def review_time(self) -> datetime:
        """Return when a remark is made: on the day on which sign-offs are made, by the clock."""
        return datetime.combine(self.today(), self.now().time())

    def form(self, year: int) -> Form:
        """Return the form of a year. Raises UsageError."""
        form = form_for(year, self.standards.forms) if YEAR.fullmatch(str(year)) else None
        if form is None:
            raise UsageError(f"{year} 年没有适用的统一表式")
        return form

    def previous_figures(self, year: int) -> Figures | None:
        """Return the figures of the year before, as they were read last."""
        checked_site = self.state().snapshot.checked_site
        report = checked_site.site.reports.get(year - 1) if checked_site else None
        return report.figures if report and not report.status.is_withdrawn else None


def figures_path(year: int) -> str:
    """Return the file of a year's figures, from the project folder."""
    return f"content/{year}/figures.yaml"


def read_cells(
    session: Session, year: int
) -> tuple[SourceText, Mapping[CellKey, str], Mapping[CellKey, UnconfirmedNote]]:
    """Read a year's figures as they are typed, and what is noted of cells nobody has confirmed.

    Raises UsageError, ValueProblem and OSError.
    """
    source = read_source(session.project, figures_path(year))
    if not source.digest:
        raise UsageError(
            f"{year} 年没有统计数据（{source.path}）",
            "还没有建的，请新建这一年的年度报告；改了名、移走了、删掉了的，请放回原来的位置，"
            "填了没有保存的数还留着。",
        )
    text, form = decode(source).removeprefix(BOM), session.form(year)
    return source, typed_cells(text, form), unconfirmed_notes(text, form)


def save_cells(
    session: Session, year: int, base: str, changes: Mapping[CellKey, str]
) -> SourceText:
    """Type some cells anew in the file whose digest is `base`.

    Raises SaveConflictError, UsageError, ValueProblem and OSError.
    """
    source = read_source(session.project, figures_path(year))
    if source.digest != base:
        raise SaveConflictError(source.path, source.data)
    text = decode(source)
    edited = edit_figures(text.removeprefix(BOM), session.form(year), changes)
    bom = BOM if text.startswith(BOM) else ""
    data = f"{bom}{edited}".encode()
    return save_source(session.project, source, data, session.now())
