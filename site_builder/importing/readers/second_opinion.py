"""Two readings of the same file compared: where they differ, a cell is doubtful."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.location import Location
from site_builder.model.original import Block, Original, OriginalCell, OriginalTable, TextBlock

_MIN_SIMILARITY = 0.3
_MAX_CELLS = 1_000
"""Of a table that is compared cell by cell; a report's has three hundred."""
_WINDOW = 20
"""Tables among which the partner of a table is sought."""
_MAX_BLOCKS = 2_000
_MAX_PLACES = 5
_EXCERPT = 30
_CHECK = "请对照原文件核对。"


def compare_readings(own: Original, other: Original, other_name: str) -> Original:
    """Return one's own reading with doubts where another program read something else.

    `other_name`: the program, for messages. A table that only the other has is put at the end,
    all of it doubtful.
    """
    pairs, extra = _pair_tables(tuple(own.tables()), tuple(other.tables()))
    diagnostics: list[Diagnostic] = []
    blocks: list[Block] = []
    differing: list[str] = []
    for block in own.blocks:
        if not isinstance(block, OriginalTable):
            blocks.append(block)
            continue
        compared = _compare_table(block, pairs.get(id(block)), other_name)
        blocks.append(compared)
        differing += _new_doubts(block, compared)
    if differing:
        diagnostics.append(_cells_notice(own.file, differing, other_name))
    for table in extra:
        reason = f"只有 {other_name} 读出这个表格"
        cells = tuple(_doubt(cell, reason, ()) if cell.text else cell for cell in table.cells)
        blocks.append(replace(table, cells=cells))
    if extra:
        message = f"有 {len(extra)} 个表格只有 {other_name} 读出来了，放在最后，每一格都要核对"
        diagnostics.append(warning("import/second-opinion", Location(own.file), message, _CHECK))
    diagnostics += _compare_texts(own, other, other_name)
    return replace(own, blocks=tuple(blocks), diagnostics=(*own.diagnostics, *diagnostics))


def _key(text: str) -> str:
    """Return a text without what programs write differently: blanks."""
    return "".join(text.split())


def _words(table: OriginalTable) -> list[str]:
    return [key for cell in table.cells if (key := _key(cell.text))]


def _pair_tables(
    own: Sequence[OriginalTable], other: Sequence[OriginalTable]
) -> tuple[dict[int, OriginalTable], list[OriginalTable]]:
    """Return the other's table for each of one's own, by its identity, and those left over."""
    pairs: dict[int, OriginalTable] = {}
    start = 0
    taken: set[int] = set()
    for table in own:
        words = Counter(_words(table))
        scores = [
            (_similarity(words, Counter(_words(candidate))), -number)
            for number, candidate in enumerate(other[start : start + _WINDOW], start)
        ]
        best, number = max(scores, default=(0.0, 0))
        if best >= _MIN_SIMILARITY:
            pairs[id(table)] = other[-number]
            taken.add(-number)
            start = -number + 1
    return pairs, [
        table for number, table in enumerate(other) if number not in taken and _words(table)
    ]


def _similarity(first: Counter[str], second: Counter[str]) -> float:
    total = max(first.total(), second.total())
    return (first & second).total() / total if total else 1.0


def _compare_table(
    own: OriginalTable, other: OriginalTable | None, other_name: str
) -> OriginalTable:
    if other is None:
        reason = f"{other_name} 没有读出这个表格"
        cells = tuple(_doubt(cell, reason, ()) if cell.text else cell for cell in own.cells)
        return replace(own, cells=cells)
    other_cells = {(cell.row, cell.column): cell.text for cell in other.cells}
    if other_cells.keys() == {(cell.row, cell.column) for cell in own.cells}:
        alternatives: dict[int, tuple[str, ...]] = {
            number: (other_cells[cell.row, cell.column],)
            for number, cell in enumerate(own.cells)
            if _key(cell.text) != _key(other_cells[cell.row, cell.column])
        }
    else:
        alternatives = _differing_in_sequence(own, other)
    reason = f"{other_name} 读出的不一样"
    return replace(
        own,
        cells=tuple(
            _doubt(cell, reason, alternatives[number]) if number in alternatives else cell
            for number, cell in enumerate(own.cells)
        ),
    )


def _differing_in_sequence(own: OriginalTable, other: OriginalTable) -> dict[int, tuple[str, ...]]:
    """Return which cells differ, with what the other reads, where the two grids are different.

    Cells are compared in reading order; beside one that only the other has, both are doubtful.
    """
    numbers = [number for number, cell in enumerate(own.cells) if _key(cell.text)]
    first = [_key(own.cells[number].text) for number in numbers]
    second = [(_key(cell.text), cell.text) for cell in other.cells if _key(cell.text)]
    if max(len(first), len(second)) > _MAX_CELLS:
        return dict.fromkeys(numbers, ())
    matcher = SequenceMatcher(None, first, [key for key, _ in second], autojunk=False)
    differing: dict[int, tuple[str, ...]] = {}
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        texts = tuple(text for _, text in second[other_start:other_end])
        if end - start == len(texts):
            for number, text in zip(numbers[start:end], texts, strict=True):
                differing[number] = (text,)
            continue
        around = range(start - 1, start + 1) if tag == "insert" else range(start, end)
        for index in around:
            if 0 <= index < len(numbers):
                differing[numbers[index]] = texts[:_MAX_PLACES]
    return differing


def _doubt(cell: OriginalCell, reason: str, alternatives: Iterable[str]) -> OriginalCell:
    candidates = dict.fromkeys((cell.text, *cell.candidates, *alternatives))
    doubt = f"{cell.doubt}；{reason}" if cell.doubt else reason
    return replace(cell, doubt=doubt, candidates=tuple(candidates))


def _new_doubts(own: OriginalTable, compared: OriginalTable) -> list[str]:
    return [
        f"第 {own.origin.table} 个表格第 {after.row + 1} 行第 {after.column + 1} 列："
        f"{'或者'.join(f'“{_cut(text)}”' for text in after.candidates)}"
        for before, after in zip(own.cells, compared.cells, strict=True)
        if before.doubt != after.doubt
    ]


def _cells_notice(file: str, differing: list[str], other_name: str) -> Diagnostic:
    more = f"……共 {len(differing)} 格" if len(differing) > _MAX_PLACES else ""
    return warning(
        "import/second-opinion",
        Location(file),
        f"表格里有的格子，{other_name} 读出的不一样（{'；'.join(differing[:_MAX_PLACES])}{more}）",
        _CHECK,
    )


def _compare_texts(own: Original, other: Original, other_name: str) -> list[Diagnostic]:
    """Report paragraphs that the two read differently; how they are divided does not matter."""
    first = [block.text for block in own.blocks if isinstance(block, TextBlock)]
    second = [block.text for block in other.blocks if isinstance(block, TextBlock)]
    if _key("".join(first)) == _key("".join(second)):
        return []
    if max(len(first), len(second)) > _MAX_BLOCKS:
        message = f"正文很长，和 {other_name} 读出的不一样，没有逐段比较"
        return [warning("import/second-opinion", Location(own.file), message, _CHECK)]
    matcher = SequenceMatcher(None, list(map(_key, first)), list(map(_key, second)), False)  # noqa: FBT003 - difflib's own signature
    places = [
        f"{_quoted(first[start:end])}，{other_name} 是{_quoted(second[other_start:other_end])}"
        for tag, start, end, other_start, other_end in matcher.get_opcodes()
        if tag != "equal"
        and _key("".join(first[start:end])) != _key("".join(second[other_start:other_end]))
    ]
    if not places:
        return []
    more = f"……共 {len(places)} 处" if len(places) > _MAX_PLACES else ""
    message = (
        f"正文里有的段落，{other_name} 读出的不一样（{'；'.join(places[:_MAX_PLACES])}{more}）"
    )
    return [warning("import/second-opinion", Location(own.file), message, _CHECK)]


def _quoted(texts: Sequence[str]) -> str:
    return f"“{_cut(''.join(texts))}”" if any(texts) else "空的"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
