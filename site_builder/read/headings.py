"""The headings of a report against the parts of its form. Called by `read.document`."""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.form import Part
from site_builder.model.place import Place
from site_builder.nearest import bare, nearest, plain
from site_builder.read import prose


def match_headings(
    text: prose.Text, parts: tuple[Part, ...], headings: list[str], places: list[Place]
) -> list[Part | None]:
    """Match headings with parts; say which are misspelt, twice, out of order or missing."""
    titles = {plain(part.title): part for part in parts}
    found: list[Part | None] = []
    misspelt: set[str] = set()
    for heading, place in zip(headings, places, strict=True):
        part = titles.get(plain(heading))
        if part is None:
            close = nearest(heading, [one.title for one in parts])
            exact = [one.title for one in parts if bare(one.title) == bare(heading)]
            close = exact[0] if exact else close
            misspelt.add(plain(close))
            hint = f"请改成“## {close}”。" if close else "各部分下面的小标题用三个 #（###）。"
            message = f"“{heading}”不是表式的标题"
            text.findings.append(error("report/heading", place, message, hint))
        elif part in found:
            first = places[found.index(part)].line
            message = f"“{part.title}”出现了两次，第一次在第 {first} 行"
            text.findings.append(error("report/heading", place, message, "请合并成一部分。"))
            part = None
        found.append(part)
    present = [part for part in found if part is not None]
    missing = [part for part in parts if part not in present and plain(part.title) not in misspelt]
    text.findings.extend(_absent(text, missing))
    text.findings.extend(_out_of_order(parts, present, [places[found.index(p)] for p in present]))
    return found


def _absent(text: prose.Text, missing: list[Part]) -> Iterator[Diagnostic]:
    """Say that headings are missing; where the words stand, but not as a heading, say it there."""
    lost: list[Part] = []
    for part in missing:
        for number, line in enumerate(text.markdown.split("\n"), text.first_line):
            if line.strip() and bare(line.strip(" #*")) == bare(part.title):
                hint = f"请改成“## {part.title}”：行首两个 #，后面空一格。"
                message = f"“{line.strip()}”不是标题，“{part.title}”因此缺少"
                yield error("report/heading", Place(text.file, number, 1), message, hint)
                break
        else:
            lost.append(part)
    if lost:
        names = "、".join(f"“{part.title}”" for part in lost)
        cure = "、".join(f"“## {part.title}”" for part in lost)
        hint = f"请加{'一' if len(lost) == 1 else '上这些'}行{cure}，下面写这一部分的内容。"
        yield error("report/heading", Place(text.file), f"缺少{names}", hint)


def _out_of_order(
    parts: tuple[Part, ...], present: list[Part], places: list[Place]
) -> Iterator[Diagnostic]:
    """Say which parts are to be moved, and where to: the fewest that bring the form's order."""
    order = [parts.index(part) for part in present]
    staying = _longest_rising(order)
    for at, part in enumerate(present):
        if order[at] in staying:
            continue
        after = next((parts[one] for one in staying if one > order[at]), None)
        before = [parts[one] for one in staying if one < order[at]]
        where = f"“{after.title}”前面" if after else f"“{before[-1].title}”后面"
        hint = f"请把这个标题和下面的内容整段移到{where}，按表式的顺序排列六个部分。"
        message = f"“{part.title}”的次序不对，应当排在{where}"
        yield error("report/heading", places[at], message, hint)


def _longest_rising(numbers: list[int]) -> list[int]:
    """Return the longest rising part of a few numbers, the first of equals."""
    best: list[list[int]] = []
    for at, number in enumerate(numbers):
        before = [best[n] for n in range(at) if numbers[n] < number]
        best.append([*max(before, key=len, default=[]), number])
    return max(best, key=len, default=[])
