"""The form that `figures.yaml` names, against the one its year has."""

from collections.abc import Mapping

from site_builder.content.report_headings import suppression_hint
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.core.text.suggest import normalize_label
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import Form, form_for
from site_builder.model.location import Location


def read_form(
    mapping: Mapping[str, Node], root: Node, file: str, year: int, forms: Mapping[str, Form]
) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    """Find the form that is named; another than the year's comes with an error."""
    expected_form = form_for(year, forms)
    if expected_form is None:
        earliest = min(form.first_year for form in forms.values())
        message = f"{year} 年没有适用的统一表式（最早适用于 {earliest} 年度报告）"
        return None, (_unknown_form_error(Location(file), message, "请核对年份文件夹的名称。"),)
    correction = (
        f"{year} 年度报告用 {expected_form.document_number} 的表式，"
        f"请写“表式: {expected_form.key}”。"
    )
    node = mapping.get("表式")
    if node is None:
        return None, (_unknown_form_error(root.location, "缺少“表式”", correction),)
    typed = node.text() or ""
    named = [
        form
        for form in forms.values()
        if to_halfwidth(typed).strip() == form.key
        or normalize_label(typed) == normalize_label(form.document_number)
    ]
    if named and named[0] is expected_form:
        return expected_form, ()
    quoted = node.text() or "（空）"
    if not named:
        return None, (_unknown_form_error(node.location, f"没有表式“{quoted}”", correction),)
    message = f"表式“{quoted}”不适用于 {year} 年度报告"
    mismatch = Diagnostic(
        "figures/form",
        Severity.ERROR,
        node.location,
        message,
        correction + suppression_hint("figures/form"),
        actual=named[0].key,
        expected=expected_form.key,
    )
    return named[0], (mismatch,)


def form_basis(form: Form) -> str:
    """Return what a diagnostic about a form's tables rests on."""
    return f"《{form.title}》（{form.document_number}）"


def _unknown_form_error(location: Location, message: str, hint: str) -> Diagnostic:
    """Build the error of a form that nobody knows: its code states that it cannot be accepted."""
    return Diagnostic("figures/form", Severity.ERROR, location, message, hint, subject="unknown")
