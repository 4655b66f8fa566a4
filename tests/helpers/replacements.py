"""Certain fixes carried out in the text of a source."""

from collections.abc import Iterable

from site_builder.core.errors import ValueProblem
from site_builder.model.replacement import Replacement


def apply_replacements(text: str, replacements: Iterable[Replacement]) -> str:
    """Return a text with its stretches replaced, and nothing else.

    Raises ValueProblem where something else stands in their places by now.
    """
    lines = text.split("\n")
    for each in sorted(replacements, key=lambda item: item.location, reverse=True):
        number, column = each.location.line - 1, each.location.column - 1
        line = lines[number] if 0 <= number < len(lines) else ""
        if not line.startswith(each.old, column):
            column += 1  # behind the quote that a value begins with
        if column < 0 or not line.startswith(each.old, column):
            raise ValueProblem("这一处已经改过", "请刷新网页再看。")
        lines[number] = line[:column] + each.new + line[column + len(each.old) :]
    return "\n".join(lines)
