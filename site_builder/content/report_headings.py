"""The headings of a report against the parts of its form.

Each heading that is not the form's is an error which can be accepted: a signed report is published
as it was signed.
"""

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.text.suggest import closest_match, normalize_label, strip_numbering
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import FormPart
from site_builder.model.location import Location

_MAX_SUBJECT_LENGTH = 40
"""Characters of a heading that a diagnostic's id holds."""
_MIN_SIMILARITY = 0.3
"""How like a part's title a heading with its numeral must be to stand for it."""


def match_headings(
    text: MarkdownSource,
    parts: tuple[FormPart, ...],
    headings: list[str],
    locations: list[Location],
) -> list[FormPart | None]:
    """Match headings with parts; report which are misspelt, twice, out of order or missing."""
    titles = {normalize_label(part.title): part for part in parts}
    matched = _match_exactly(titles, headings)
    misspelt: set[str] = set()
    diagnostics: list[Diagnostic] = []
    for number, (heading, location) in enumerate(zip(headings, locations, strict=True)):
        part = titles.get(normalize_label(heading))
        if part is None:
            suggestion = _closest_title(heading, parts)
            misspelt.add(normalize_label(suggestion))
            unmatched = tuple(item for item in parts if item not in matched)
            matched[number] = _find_intended_part(heading, unmatched)
            diagnostics.append(_unknown_heading_error(location, heading, suggestion))
        elif matched[number] is None:
            first = locations[matched.index(part)].line
            diagnostics.append(_double_heading_error(location, part, first))
    present = [part for part in matched if part is not None]
    missing = [
        part
        for part in parts
        if part not in present and normalize_label(part.title) not in misspelt
    ]
    diagnostics += _missing_heading_errors(text, missing)
    diagnostics += _order_errors(
        parts, present, [locations[matched.index(item)] for item in present]
    )
    text.diagnostics.extend(_with_unique_subjects(diagnostics))
    return matched


def _unknown_heading_error(location: Location, heading: str, suggestion: str) -> Diagnostic:
    hint = f"请改成“## {suggestion}”。" if suggestion else "各部分下面的小标题用三个 #（###）。"
    return heading_error(location, f"“{heading}”不是表式的标题", hint, heading)


def _double_heading_error(location: Location, part: FormPart, first_line: int) -> Diagnostic:
    message = f"“{part.title}”出现了两次，第一次在第 {first_line} 行"
    return heading_error(location, message, "请合并成一部分。", f"两次 {part.title}")


def _match_exactly(titles: dict[str, FormPart], headings: list[str]) -> list[FormPart | None]:
    """Return the form's part of each heading; the first one where it stands twice."""
    matched: list[FormPart | None] = []
    for heading in headings:
        part = titles.get(normalize_label(heading))
        matched.append(None if part in matched else part)
    return matched


def _closest_title(heading: str, parts: tuple[FormPart, ...]) -> str:
    exact = [
        item.title for item in parts if strip_numbering(item.title) == strip_numbering(heading)
    ]
    return exact[0] if exact else closest_match(heading, [item.title for item in parts])


def _find_intended_part(heading: str, unmatched: tuple[FormPart, ...]) -> FormPart | None:
    """Find the part without a heading of its own that this heading is meant for, if any."""
    title = _closest_title(heading, unmatched)
    for part in unmatched:
        numeral = part.title.partition("、")[0]
        same_numeral = normalize_label(heading).startswith(f"{numeral}、")
        similarity = SequenceMatcher(
            None, strip_numbering(part.title), strip_numbering(heading)
        ).ratio()
        # A table goes only where the words speak of it; a text may go by its numeral alone.
        is_likely = same_numeral and (similarity >= _MIN_SIMILARITY or not part.table)
        if part.title == title or (not title and is_likely):
            return part
    return None


def _missing_heading_errors(text: MarkdownSource, missing: list[FormPart]) -> Iterator[Diagnostic]:
    """Report missing headings; where the words stand, but not as a heading, at that place."""
    not_found: list[FormPart] = []
    for part in missing:
        for number, line in enumerate(text.markdown.split("\n"), text.first_line):
            if line.strip() and strip_numbering(line.strip(" \u3000#＃*")) == strip_numbering(
                part.title
            ):
                hint = f"请改成“## {part.title}”：行首两个 #，后面空一格。"
                message = f"“{line.strip()}”不是标题，“{part.title}”因此缺少"
                location = Location(text.file, number, 1)
                yield heading_error(location, message, hint, f"缺少 {part.title}")
                break
        else:
            not_found.append(part)
    if not_found:
        names = "、".join(f"“{part.title}”" for part in not_found)
        missing_lines = "、".join(f"“## {part.title}”" for part in not_found)
        hint = (
            f"请加{'一' if len(not_found) == 1 else '上这些'}行{missing_lines}，"
            f"下面写这一部分的内容。"
        )
        subject = f"缺少 {'、'.join(part.title for part in not_found)}"
        yield heading_error(Location(text.file), f"缺少{names}", hint, subject)


def _order_errors(
    parts: tuple[FormPart, ...], present: list[FormPart], locations: list[Location]
) -> Iterator[Diagnostic]:
    """Return which parts are to be moved, and where to: the fewest that bring the form's order."""
    order = [parts.index(part) for part in present]
    in_order = _longest_increasing(order)
    for index, part in enumerate(present):
        if order[index] in in_order:
            continue
        following = next((parts[item] for item in in_order if item > order[index]), None)
        preceding = [parts[item] for item in in_order if item < order[index]]
        destination = f"“{following.title}”前面" if following else f"“{preceding[-1].title}”后面"
        hint = f"请把这个标题和下面的内容整段移到{destination}，按表式的顺序排列六个部分。"
        message = f"“{part.title}”的次序不对，应当排在{destination}"
        yield heading_error(locations[index], message, hint, f"次序 {part.title}")


def _longest_increasing(numbers: list[int]) -> list[int]:
    """Return the longest rising part of a few numbers, the first of equals."""
    best: list[list[int]] = []
    for index, number in enumerate(numbers):
        candidates = [best[n] for n in range(index) if numbers[n] < number]
        best.append([*max(candidates, key=len, default=[]), number])
    return max(best, key=len, default=[])


def heading_error(location: Location, message: str, hint: str, subject: str) -> Diagnostic:
    """Build the error, with a name by which it can be accepted."""
    name = " ".join(subject.split())[:_MAX_SUBJECT_LENGTH]
    return Diagnostic("report/heading", Severity.ERROR, location, message, hint, subject=name)


def _with_unique_subjects(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics with distinct names for the same words; hints state how to accept each."""
    counts: dict[str, int] = {}
    distinct: list[Diagnostic] = []
    for item in diagnostics:
        occurrence = counts[item.subject] = counts.get(item.subject, 0) + 1
        renamed = item if occurrence == 1 else replace(item, subject=f"{item.subject}-{occurrence}")
        distinct.append(replace(renamed, hint=renamed.hint + suppression_hint(renamed.id)))
    return distinct


def suppression_hint(code: str) -> str:
    """Return how a report that was signed so is published as it is."""
    typed = code.replace("'", "''")
    return (
        "已经这样签发的报告，可以照原样公布：在 report.md 开头的两行 --- 之间写“接受:”"
        f"（已有的不再写），下一行写“  - {{问题: '{typed}', 理由: ……}}”。"
    )
