"""The headings of a report against the parts of its form. Called by `read.report_parts`.

Each heading that is not the form's is an error which can be accepted: a signed report is published
as it was signed.
"""

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import FormPart
from site_builder.model.place import Location
from site_builder.nearest import closest_match, normalize_label, strip_numbering
from site_builder.read import prose

_LONGEST = 40
"""Characters of a heading that a finding's id holds."""
_ALIKE = 0.3
"""How like a part's title a heading with its numeral must be to stand for it."""


def match_headings(
    text: prose.Text, parts: tuple[FormPart, ...], headings: list[str], places: list[Location]
) -> list[FormPart | None]:
    """Match headings with parts; say which are misspelt, twice, out of order or missing."""
    titles = {normalize_label(part.title): part for part in parts}
    matched = _exact(titles, headings)
    misspelt: set[str] = set()
    diagnostics: list[Diagnostic] = []
    for number, (heading, place) in enumerate(zip(headings, places, strict=True)):
        part = titles.get(normalize_label(heading))
        if part is None:
            close = _close(heading, parts)
            misspelt.add(normalize_label(close))
            free = tuple(item for item in parts if item not in matched)
            matched[number] = _stands_for(heading, free)
            hint = f"请改成“## {close}”。" if close else "各部分下面的小标题用三个 #（###）。"
            message = f"“{heading}”不是表式的标题"
            diagnostics.append(heading_error(place, message, hint, heading))
        elif matched[number] is None:
            first = places[matched.index(part)].line
            message = f"“{part.title}”出现了两次，第一次在第 {first} 行"
            subject = f"两次 {part.title}"
            diagnostics.append(heading_error(place, message, "请合并成一部分。", subject))
    present = [part for part in matched if part is not None]
    missing = [
        part
        for part in parts
        if part not in present and normalize_label(part.title) not in misspelt
    ]
    diagnostics += _absent(text, missing)
    diagnostics += _out_of_order(parts, present, [places[matched.index(item)] for item in present])
    text.findings.extend(_told_apart(diagnostics))
    return matched


def _exact(titles: dict[str, FormPart], headings: list[str]) -> list[FormPart | None]:
    """Give each heading of the form its part; the first one where it stands twice."""
    matched: list[FormPart | None] = []
    for heading in headings:
        part = titles.get(normalize_label(heading))
        matched.append(None if part in matched else part)
    return matched


def _close(heading: str, parts: tuple[FormPart, ...]) -> str:
    exact = [
        item.title for item in parts if strip_numbering(item.title) == strip_numbering(heading)
    ]
    return exact[0] if exact else closest_match(heading, [item.title for item in parts])


def _stands_for(heading: str, free: tuple[FormPart, ...]) -> FormPart | None:
    """Find the part without a heading of its own that this heading is meant for, if any."""
    close = _close(heading, free)
    for part in free:
        numeral = part.title.partition("、")[0]
        same = normalize_label(heading).startswith(f"{numeral}、")
        likeness = SequenceMatcher(
            None, strip_numbering(part.title), strip_numbering(heading)
        ).ratio()
        # A table goes only where the words speak of it; a text may go by its numeral alone.
        meant = same and (likeness >= _ALIKE or not part.table)
        if part.title == close or (not close and meant):
            return part
    return None


def _absent(text: prose.Text, missing: list[FormPart]) -> Iterator[Diagnostic]:
    """Say that headings are missing; where the words stand, but not as a heading, say it there."""
    lost: list[FormPart] = []
    for part in missing:
        for number, line in enumerate(text.markdown.split("\n"), text.first_line):
            if line.strip() and strip_numbering(line.strip(" \u3000#＃*")) == strip_numbering(
                part.title
            ):
                hint = f"请改成“## {part.title}”：行首两个 #，后面空一格。"
                message = f"“{line.strip()}”不是标题，“{part.title}”因此缺少"
                place = Location(text.file, number, 1)
                yield heading_error(place, message, hint, f"缺少 {part.title}")
                break
        else:
            lost.append(part)
    if lost:
        names = "、".join(f"“{part.title}”" for part in lost)
        missing_lines = "、".join(f"“## {part.title}”" for part in lost)
        hint = (
            f"请加{'一' if len(lost) == 1 else '上这些'}行{missing_lines}，下面写这一部分的内容。"
        )
        subject = f"缺少 {'、'.join(part.title for part in lost)}"
        yield heading_error(Location(text.file), f"缺少{names}", hint, subject)


def _out_of_order(
    parts: tuple[FormPart, ...], present: list[FormPart], places: list[Location]
) -> Iterator[Diagnostic]:
    """Say which parts are to be moved, and where to: the fewest that bring the form's order."""
    order = [parts.index(part) for part in present]
    staying = _longest_rising(order)
    for at, part in enumerate(present):
        if order[at] in staying:
            continue
        after = next((parts[item] for item in staying if item > order[at]), None)
        before = [parts[item] for item in staying if item < order[at]]
        where = f"“{after.title}”前面" if after else f"“{before[-1].title}”后面"
        hint = f"请把这个标题和下面的内容整段移到{where}，按表式的顺序排列六个部分。"
        message = f"“{part.title}”的次序不对，应当排在{where}"
        yield heading_error(places[at], message, hint, f"次序 {part.title}")


def _longest_rising(numbers: list[int]) -> list[int]:
    """Return the longest rising part of a few numbers, the first of equals."""
    best: list[list[int]] = []
    for at, number in enumerate(numbers):
        before = [best[n] for n in range(at) if numbers[n] < number]
        best.append([*max(before, key=len, default=[]), number])
    return max(best, key=len, default=[])


def heading_error(place: Location, message: str, hint: str, subject: str) -> Diagnostic:
    """Make the error, with a name by which it can be accepted."""
    name = " ".join(subject.split())[:_LONGEST]
    return Diagnostic("report/heading", Severity.ERROR, place, message, hint, subject=name)


def _told_apart(said: list[Diagnostic]) -> list[Diagnostic]:
    """Give findings about the same words names of their own, and say how each is accepted."""
    seen: dict[str, int] = {}
    distinct: list[Diagnostic] = []
    for item in said:
        again = seen[item.subject] = seen.get(item.subject, 0) + 1
        named = item if again == 1 else replace(item, subject=f"{item.subject}-{again}")
        distinct.append(replace(named, hint=named.hint + as_signed(named.id)))
    return distinct


def as_signed(problem: str) -> str:
    """Say how a report that was signed so is published as it is."""
    typed = problem.replace("'", "''")
    return (
        "已经这样签发的报告，可以照原样公布：在 report.md 开头的两行 --- 之间写“接受:”"
        f"（已有的不再写），下一行写“  - {{问题: '{typed}', 理由: ……}}”。"
    )
