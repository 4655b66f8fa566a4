"""A report's text → its parts under the headings it was signed with. Called by `read.document`.

Each heading that is not the form's is an error which can be accepted: a signed report is published
as it was signed. So a part keeps its own heading, and stands where the report has it.
"""

from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import Prose, ReportPart
from site_builder.model.form import Part
from site_builder.model.html import Html
from site_builder.model.place import Place
from site_builder.nearest import bare, nearest, plain
from site_builder.read import prose

_LONGEST = 40
"""Characters of a heading that a finding's id holds."""
_ALIKE = 0.3
"""How like a part's title a heading with its numeral must be to stand for it."""


def cut_parts(
    text: prose.Text, parts: tuple[Part, ...]
) -> tuple[Prose | None, tuple[ReportPart, ...], Prose | None]:
    """Cut a report at its second-level headings: what comes before, the parts, footnotes."""
    last = next(
        (at for at, token in enumerate(text.tokens) if token.type == "footnote_block_open"),
        len(text.tokens),
    )
    cuts = [
        index
        for index, token in enumerate(text.tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]
    headings = [text.tokens[index + 1].content for index in cuts]
    places = [replace(text.place(text.tokens[index]), column=1) for index in cuts]
    matched = _match(text, parts, headings, places)
    ends = [*cuts[1:], last] if cuts else []
    before = text.tokens[: cuts[0] if cuts else last]
    opening = prose.render(text, before) if before else None
    found: list[ReportPart] = []
    for number, (part, start, end) in enumerate(zip(matched, cuts, ends, strict=True), 1):
        # The heading itself (open, words, close) is printed by the page.
        words = prose.render(text, text.tokens[start + 3 : end])
        title = _title(text, start, part)
        found.append(ReportPart(part.id if part else f"own-{number}", title, words))
        if part and not part.table and not words.text.strip():
            hint = "请写明情况；确实没有的，写“没有需要报告的事项。”之类的说明。"
            empty = _finding(places[number - 1], f"“{title}”下没有内容", hint, title)
            named = replace(empty, rule="report/empty")
            text.findings.append(replace(named, hint=hint + as_signed(named.id)))
    notes = prose.render(text, text.tokens[last:]) if last < len(text.tokens) else None
    return opening, _with_tables(found, parts), notes


def _title(text: prose.Text, start: int, part: Part | None) -> str:
    """Give a heading as it was signed; one that differs in blanks only, as the form prints it."""
    inline = text.tokens[start + 1]
    if part and plain(inline.content) == plain(part.title):
        return part.title
    words = (one.content for one in inline.children or () if one.type in ("text", "code_inline"))
    return "".join(words).strip() or inline.content


def _with_tables(found: list[ReportPart], parts: tuple[Part, ...]) -> tuple[ReportPart, ...]:
    """Add the parts that have a table and no heading: where the form has them, without one."""
    order = [part.id for part in parts]
    for at, part in enumerate(parts):
        known = [one.id for one in found]
        if part.table and part.id not in known:
            before = [known.index(name) for name in order[:at] if name in known]
            empty = Prose(Html(""), "", (), ())
            found.insert(max(before, default=-1) + 1, ReportPart(part.id, "", empty))
    return tuple(found)


def _match(
    text: prose.Text, parts: tuple[Part, ...], headings: list[str], places: list[Place]
) -> list[Part | None]:
    """Match headings with parts; say which are misspelt, twice, out of order or missing."""
    titles = {plain(part.title): part for part in parts}
    found = _exact(titles, headings)
    misspelt: set[str] = set()
    said: list[Diagnostic] = []
    for number, (heading, place) in enumerate(zip(headings, places, strict=True)):
        part = titles.get(plain(heading))
        if part is None:
            close = _close(heading, parts)
            misspelt.add(plain(close))
            free = tuple(one for one in parts if one not in found)
            found[number] = _stands_for(heading, free)
            hint = f"请改成“## {close}”。" if close else "各部分下面的小标题用三个 #（###）。"
            message = f"“{heading}”不是表式的标题"
            said.append(_finding(place, message, hint, heading))
        elif found[number] is None:
            first = places[found.index(part)].line
            message = f"“{part.title}”出现了两次，第一次在第 {first} 行"
            said.append(_finding(place, message, "请合并成一部分。", f"两次 {part.title}"))
    present = [part for part in found if part is not None]
    missing = (one for one in parts if one not in present and plain(one.title) not in misspelt)
    said.extend(_absent(text, part) for part in missing)
    for earlier, later in pairwise(present):
        if parts.index(earlier) > parts.index(later):
            place = places[found.index(later)]
            message = f"“{later.title}”排在“{earlier.title}”后面"
            hint = "请按表式的顺序排列六个部分。"
            said.append(_finding(place, message, hint, f"次序 {later.title}"))
    text.findings.extend(_told_apart(said))
    return found


def _exact(titles: dict[str, Part], headings: list[str]) -> list[Part | None]:
    """Give each heading of the form its part; the first one where it stands twice."""
    found: list[Part | None] = []
    for heading in headings:
        part = titles.get(plain(heading))
        found.append(None if part in found else part)
    return found


def _close(heading: str, parts: tuple[Part, ...]) -> str:
    exact = [one.title for one in parts if bare(one.title) == bare(heading)]
    return exact[0] if exact else nearest(heading, [one.title for one in parts])


def _stands_for(heading: str, free: tuple[Part, ...]) -> Part | None:
    """Find the part without a heading of its own that this heading is meant for, if any."""
    close = _close(heading, free)
    for part in free:
        numeral = part.title.partition("、")[0]
        same = plain(heading).startswith(f"{numeral}、")
        likeness = SequenceMatcher(None, bare(part.title), bare(heading)).ratio()
        # A table goes only where the words speak of it; a text may go by its numeral alone.
        meant = same and (likeness >= _ALIKE or not part.table)
        if part.title == close or (not close and meant):
            return part
    return None


def _absent(text: prose.Text, part: Part) -> Diagnostic:
    """Say that a heading is missing; where its words stand, but not as a heading, say it there."""
    subject = f"缺少 {part.title}"
    for number, line in enumerate(text.markdown.split("\n"), text.first_line):
        if bare(line.strip(" #*")) == bare(part.title) and line.strip():
            hint = f"请改成“## {part.title}”：行首两个 #，后面空一格。"
            message = f"“{line.strip()}”不是标题，“{part.title}”因此缺少"
            return _finding(Place(text.file, number, 1), message, hint, subject)
    hint = f"请加一行“## {part.title}”。"
    return _finding(Place(text.file), f"缺少“{part.title}”", hint, subject)


def _finding(place: Place, message: str, hint: str, subject: str) -> Diagnostic:
    """Make the error, with a name by which it can be accepted."""
    name = " ".join(subject.split())[:_LONGEST]
    return Diagnostic("report/heading", Severity.ERROR, place, message, hint, subject=name)


def _told_apart(said: list[Diagnostic]) -> list[Diagnostic]:
    """Give findings about the same words names of their own, and say how each is accepted."""
    seen: dict[str, int] = {}
    told: list[Diagnostic] = []
    for one in said:
        again = seen[one.subject] = seen.get(one.subject, 0) + 1
        named = one if again == 1 else replace(one, subject=f"{one.subject}-{again}")
        told.append(replace(named, hint=named.hint + as_signed(named.id)))
    return told


def as_signed(problem: str) -> str:
    """Say how a report that was signed so is published as it is."""
    typed = problem.replace("'", "''")
    return (
        "已经这样签发的报告，可以照原样公布：在 report.md 开头的两行 --- 之间写“接受:”"
        f"（已有的不再写），下一行写“  - {{问题: '{typed}', 理由: ……}}”。"
    )
