"""The sentences in which a statutory table is read: one wording for pages, PDF and Word files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from site_builder.model.transcript import (
    CellState,
    Figure,
    LabelGroup,
    SectionTranscript,
    TableText,
    TextLine,
    TextSection,
    Transcript,
    TranscriptRow,
    UniformRows,
)
from site_builder.standards.transcript import NBSP

_STATES: dict[CellState, str] = {
    "zero": f"为{NBSP}0",
    "blank": "缺（原报告未填）",
    "not-applicable": "不适用（/）",
}


def table_text(transcript: Transcript) -> TableText:
    """Return the sentences of a table."""
    sections = (
        TextSection(section.title, tuple(_text_lines(section))) for section in transcript.sections
    )
    return TableText(transcript.id, transcript.title, tuple(sections))


def _text_lines(section: SectionTranscript) -> Iterator[TextLine]:
    if section.note:
        yield TextLine("", section.note)
    if section.wide:
        prefix = f"{section.common_header}，分为" if section.common_header else ""
        yield TextLine("各列", f"{prefix}{_list_labels(section.columns)}。")
    if section.zero_columns:
        yield TextLine(
            f"每一行都为{NBSP}0{NBSP}的列",
            f"{_list_labels(section.zero_columns)}。下面不再逐行重复。",
        )
    for row in section.rows:
        yield TextLine("，".join(row.labels), f"{_sentence(row)}。")
    for rows in section.uniform:
        yield _uniform_line(section, rows)


def _uniform_line(section: SectionTranscript, rows: UniformRows) -> TextLine:
    """Return once what all columns of several rows hold."""
    if not section.columns:
        items = tuple(
            f"{'，'.join(group.parent_labels)}：{'、'.join(group.labels)}"
            for group in rows.label_groups
        )
        return TextLine(f"以下{NBSP}{len(items)}{NBSP}项均{_STATES[rows.state]}", "", items)
    plural = sum(len(group.labels) for group in section.columns) > 1
    columns = "各列" if section.wide else f"的{_list_labels(section.columns)}"
    count = sum(len(group.labels) for group in rows.label_groups)
    label = f"以下{NBSP}{count}{NBSP}项{columns}{'均' if plural else ''}{_STATES[rows.state]}"
    # Labels of rows may hold commas of either kind.
    items = tuple(
        "：".join(filter(None, ("，".join(group.parent_labels), "；".join(group.labels))))
        for group in rows.label_groups
    )
    return TextLine(label, "", items)


def _sentence(row: TranscriptRow) -> str:
    text = "，".join(
        _with_parents(group.parent_labels, _figure_phrases(group.figures)) for group in row.groups
    )
    rest = f"各列均{_STATES[row.rest]}" if row.rest else ""
    return "；其余".join(filter(None, (text, rest)))


def _figure_phrases(figures: Sequence[Figure]) -> str:
    """Return a phrase for each figure, but one for all without a number."""
    state_counts = Counter(figure.state for figure in figures if not figure.total)
    phrases = [
        f"{figure.label}{NBSP}{figure.text}"
        if figure.text
        else f"{figure.label}{_STATES[figure.state]}"
        for figure in figures
        if figure.total or figure.state == "number" or state_counts[figure.state] == 1
    ]
    for state, phrase in _STATES.items():
        labels = [figure.label for figure in figures if figure.state == state and not figure.total]
        if len(labels) > 1:
            phrases.append(f"{'、'.join(labels)}均{phrase}")
    return "，".join(phrases)


def _list_labels(groups: Iterable[LabelGroup]) -> str:
    return "、".join(
        _with_parents(group.parent_labels, "、".join(group.labels)) for group in groups
    )


def _with_parents(parent_labels: Iterable[str], text: str) -> str:
    prefix = "，".join(parent_labels)
    return f"{prefix}（{text}）" if prefix else text
