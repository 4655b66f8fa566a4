"""The sentences in which a statutory table is read: one wording for pages, PDF and Word files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from site_builder.forms.transcript import GAP
from site_builder.model.transcript import (
    BandTranscript,
    Figure,
    Line,
    Names,
    State,
    TableText,
    TextSection,
    Transcript,
    TranscriptRow,
    UniformRows,
)

_STATES: dict[State, str] = {
    "zero": f"为{GAP}0",
    "blank": "缺（原报告未填）",
    "not-applicable": "不适用（/）",
}


def table_text(transcript: Transcript) -> TableText:
    """Return the sentences of a table."""
    sections = (TextSection(band.title, tuple(_lines(band))) for band in transcript.bands)
    return TableText(transcript.id, transcript.title, tuple(sections))


def _lines(band: BandTranscript) -> Iterator[Line]:
    if band.note:
        yield Line("", band.note)
    if band.wide:
        above = f"{band.common}，分为" if band.common else ""
        yield Line("各列", f"{above}{_listed(band.columns)}。")
    if band.zero_columns:
        yield Line(
            f"每一行都为{GAP}0{GAP}的列", f"{_listed(band.zero_columns)}。下面不再逐行重复。"
        )
    for row in band.rows:
        yield Line("，".join(row.labels), f"{_sentence(row)}。")
    for rows in band.uniform:
        yield _gathered(band, rows)


def _gathered(band: BandTranscript, rows: UniformRows) -> Line:
    """Say once what all columns of several rows hold."""
    if not band.columns:
        items = tuple(f"{'，'.join(one.above)}：{'、'.join(one.labels)}" for one in rows.names)
        return Line(f"以下{GAP}{len(items)}{GAP}项均{_STATES[rows.state]}", "", items)
    several = sum(len(one.labels) for one in band.columns) > 1
    columns = "各列" if band.wide else f"的{_listed(band.columns)}"
    count = sum(len(one.labels) for one in rows.names)
    label = f"以下{GAP}{count}{GAP}项{columns}{'均' if several else ''}{_STATES[rows.state]}"
    # Labels of rows may hold commas of either kind.
    items = tuple(
        "：".join(filter(None, ("，".join(one.above), "；".join(one.labels)))) for one in rows.names
    )
    return Line(label, "", items)


def _sentence(row: TranscriptRow) -> str:
    text = "，".join(_below(group.above, _figures(group.figures)) for group in row.groups)
    rest = f"各列均{_STATES[row.rest]}" if row.rest else ""
    return "；其余".join(filter(None, (text, rest)))


def _figures(figures: Sequence[Figure]) -> str:
    """Name figures one by one, but those without a number together when there are several."""
    several = Counter(one.state for one in figures if not one.total)
    phrases = [
        f"{one.label}{GAP}{one.text}" if one.text else f"{one.label}{_STATES[one.state]}"
        for one in figures
        if one.total or one.state == "number" or several[one.state] == 1
    ]
    for state, words in _STATES.items():
        labels = [one.label for one in figures if one.state == state and not one.total]
        if len(labels) > 1:
            phrases.append(f"{'、'.join(labels)}均{words}")
    return "，".join(phrases)


def _listed(names: Iterable[Names]) -> str:
    return "、".join(_below(one.above, "、".join(one.labels)) for one in names)


def _below(above: Iterable[str], text: str) -> str:
    heads = "，".join(above)
    return f"{heads}（{text}）" if heads else text
