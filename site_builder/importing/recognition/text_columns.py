"""The row of a table whose rows have no labels, in running text: figures behind column labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.importing.recognition.frames import FormFrame, SectionFrame
from site_builder.importing.recognition.text_rows import (
    FigureToken,
    RunningText,
    TextRow,
    header_places,
)
from site_builder.model.form import Header


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Figures, and the column whose label stands before them."""

    column: Header
    start: int
    """Where the labels above the figures begin."""
    tokens: tuple[FigureToken, ...]


def find_unlabelled_row(
    text: RunningText, section: SectionFrame, frame: FormFrame
) -> tuple[TextRow, ...]:
    """Return the one row of a section: its figures in one stretch, by groups, or one by one."""
    stretches = [*_stretches(text, section, frame)]
    if not stretches:
        return ()
    row = section.rows.leaves[0]
    leaves = section.columns.leaves
    groups = [*_groups(leaves)]
    tokens = tuple(token for stretch in stretches for token in stretch.tokens)
    doubt = ""
    if len(stretches) == len(leaves):
        in_order = all(
            _same_label(stretch.column, leaf, frame)
            for stretch, leaf in zip(stretches, leaves, strict=True)
        )
        is_single = all(len(stretch.tokens) == 1 for stretch in stretches)
        doubt = "" if in_order and is_single else "数和列名对不上"
    elif len(stretches) == len(groups) > 1:
        is_whole = all(
            len(stretch.tokens) == size for stretch, size in zip(stretches, groups, strict=True)
        )
        doubt = "" if is_whole else "数和列名对不上"
    elif len(stretches) > 1:
        # A total in a sentence has the label of a column, too: the most figures are the table's.
        longest = max(stretches, key=lambda stretch: sum(len(t.text) for t in stretch.tokens))
        stretches, tokens = [longest], longest.tokens
        is_enough = sum(len(token.text) for token in tokens) >= len(leaves)
        doubt = "" if is_enough else "数散在几处，和列名对不上"
    span = stretches[0].start, tokens[-1].end
    return (TextRow(section, row, tokens, span, doubt),)


def _stretches(text: RunningText, section: SectionFrame, frame: FormFrame) -> Iterator[_Stretch]:
    """Yield the figures that follow a label of a column, with only labels up to the next."""
    places = sorted(
        (end, start, leaf.path, leaf)
        for leaf in section.columns.leaves
        for start, end in header_places(text, leaf, frame)
    )
    first = min(
        (start for _, start, _, leaf in places if leaf is section.columns.leaves[0]), default=0
    )
    used_ends: set[int] = set()
    for end, _, _, leaf in places:
        tokens = text.tokens(end, len(text.text))
        # Above the first column's label the columns of other tables may have labels like these.
        if tokens and end > first and end not in used_ends and not text.is_sentence(end):
            used_ends.add(end)
            limit = text.sentence_start(end)
            start = min(begin for _, begin, _, _ in places if begin >= limit)
            yield _Stretch(leaf, start, tokens)


def _groups(leaves: Sequence[Header]) -> Iterator[int]:
    """Yield how many columns there are below each header that has columns of figures."""
    parents = [leaf.path.rpartition(".")[0] for leaf in leaves]
    for parent in dict.fromkeys(parents):
        yield parents.count(parent)


def _same_label(first: Header, second: Header, frame: FormFrame) -> bool:
    return frame.normalize(first.label).core == frame.normalize(second.label).core
