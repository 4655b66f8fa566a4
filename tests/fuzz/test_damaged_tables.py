"""Damaged tables: no cell is wrong in silence. It is doubtful, or one of its sums is false."""

from collections.abc import Callable, Mapping

import pytest

from site_builder.importing.recognition.closure import form_sums
from site_builder.importing.recognition.reports import recognize_reports
from site_builder.model.figures import Cell, CellKey, MissingValue
from site_builder.model.form import Form
from site_builder.model.imported import ImportedReport
from site_builder.model.original import Block
from tests.fuzz.runs import Tally, generator
from tests.helpers.damaged_tables import damaged
from tests.helpers.form_tables import form_blocks, original_of, sample_figures, texts_of
from tests.helpers.standards import STANDARDS

Fill = Callable[[Form], dict[CellKey, Cell]]
FEW = 12
_FILLED = ("applicant.natural", "applicant.total")


def sparse_figures(form: Form) -> dict[CellKey, Cell]:
    """Return figures as most reports have them: zeros, blanks and few numbers."""
    figures = sample_figures(form)
    return {
        key: value if key[2] in _FILLED else MissingValue.BLANK for key, value in figures.items()
    }


def silent_errors(report: ImportedReport, figures: Mapping[CellKey, Cell]) -> list[str]:
    """List the cells that differ from the truth without a doubt or a false sum."""
    form = STANDARDS.forms[report.form]
    values = {
        key: 0 if cell.value in (None, *MissingValue) else cell.value
        for key, cell in report.cells.items()
    }
    false = {key for total in form_sums(form) if not total.holds(values) for key in total.keys}
    return [
        f"{' '.join(key)}: {cell.value} ({cell.reading}), not {figures.get(key)}"
        for key, cell in report.cells.items()
        if cell.reading != "doubtful" and cell.value != figures.get(key) and key not in false
    ]


@pytest.mark.parametrize("fill", [sample_figures, sparse_figures])
@pytest.mark.parametrize("form", STANDARDS.forms.values(), ids=lambda form: form.id)
def test_no_cell_is_wrong_in_silence(form: Form, fill: Fill, budget: int, tally: Tally) -> None:
    figures = fill(form)
    whole: list[Block] = form_blocks(form, texts_of(figures))
    title = f"测试市{form.first_year}年政府信息公开工作年度报告"
    for number in range(budget or FEW):
        random = generator(tally.seed, number)
        blocks, damages = whole, []
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            blocks, damage = damaged(blocks, random)
            damages.append(damage)
        for report in recognize_reports(original_of(title, blocks), STANDARDS).reports:
            errors = silent_errors(report, figures)
            assert not errors, f"{number} {damages}: {errors[:5]}"
