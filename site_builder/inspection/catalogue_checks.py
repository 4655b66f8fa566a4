"""Whether the catalogue has what the law asks of each entry, as far as pages show it.

Portals show an entry as a row of a table, as a record for a script, or as a page of its own with a
box of labels and values above the text. What only a script can load is not judged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_builder.core.errors import ValueProblem
from site_builder.core.text.dates import parse_date
from site_builder.inspection.page import WebPage
from site_builder.inspection.subjects import Subject, attach_evidence, build_finding
from site_builder.model.diagnostic import warning
from site_builder.model.inspection import InspectionFinding
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

_BASIS = "《政府信息公开条例》第十二条：目录包括政府信息的索引、名称、内容概述、生成日期等内容。"
_INDEX, _NAME, _SUMMARY, _DATE = "索引", "名称", "内容概述", "生成日期"
_HEADERS = {
    _INDEX: lazy_pattern(r"索引"),
    _NAME: lazy_pattern(r"名称|标题|信息名"),
    _SUMMARY: lazy_pattern(r"概述|摘要|内容概要|简介"),
    _DATE: lazy_pattern(r"日期|时间"),
}
_KEYS = {
    _INDEX: ("identifier", "index", "index_number", "syh"),
    _NAME: ("title", "name"),
    _SUMMARY: ("abstract", "summary", "description", "content_summary"),
    _DATE: ("date", "created_at", "display_publish_time", "generate_date"),
}
_LABELS = {
    _INDEX: lazy_pattern(r"(?:信息)?索引号?"),
    _NAME: lazy_pattern(r"(?:信息|文件)?(?:名称|标题)"),
    _SUMMARY: lazy_pattern(r"(?:信息|内容)?(?:概述|摘要|概要|简介)"),
    _DATE: lazy_pattern(r"(?:信息)?(?:生成|成文|制作|发文|印发|发布|公开)(?:日期|时间)"),
}
_LABELLED = lazy_pattern(r"\s*([一-鿿 　]{2,12}?)\s*[:：]\s*(.*)")
_NOTHING = lazy_pattern(r"[-—–/\\.…·*_\s]*|无|暂无|空|null|none|undefined", 2)
_DAY = lazy_pattern(r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?")
_PAIRS = lazy_pattern(r"[\s　]+(?=[一-鿿]{2,8}[:：])")
_HEADER_ROWS = 3
"""Rows of a table among which its header is."""
_MIN_HEADERS = 2
_MAX_NAMED = 10
"""Entries of a page with a finding of their own."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as a page shows it; a field that has no place in it is not there."""

    values: Mapping[str, str]
    excerpt: str

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return the fields that are left empty."""
        return tuple(field for field, value in self.values.items() if is_nothing(value))


@dataclass(frozen=True, slots=True)
class _List:
    """Entries that stand together on a page, and the fields that the list has a place for."""

    fields: frozenset[str]
    excerpt: str
    entries: tuple[_Entry, ...]


def check_catalogue(subjects: Sequence[Subject]) -> Iterator[InspectionFinding]:
    """Check the lists of the catalogue, their entries, and the boxes of the entries' own pages."""
    pages = [subject for subject in subjects if subject.kind == "catalogue" and subject.page]
    lists = [(each, own) for each in pages if each.page for own in _lists(each.page)]
    linked = {link for each in pages for link in each.visit.links}
    own_pages = [each for each in subjects if each.address in linked and each.kind != "catalogue"]
    boxes = [(each, box) for each in own_pages if each.page and (box := read_box(each.page))]
    boxed = {field for _, box in boxes for field in box}
    for subject, own in lists:
        missing = [field for field in _HEADERS if field not in own.fields | boxed]
        yield from _missing_columns(subject, missing, own.excerpt)
        yield from _check_entries(subject, own.entries)
    listed = {field for _, own in lists for field in own.fields}
    if boxes and not lists:
        subject, box = boxes[0]
        missing = [field for field in _HEADERS if field not in boxed]
        yield from _missing_columns(subject, missing, _box_excerpt(box))
    for subject, box in boxes:
        fields = [field for field in _HEADERS if field in box or field in boxed - listed]
        lacking = [field for field in fields if is_nothing(box.get(field, ""))]
        if lacking:
            name = f"“{subject.name[:40]}”"
            yield _entry_finding(subject, name, lacking, _box_excerpt(box))
    if pages and not lists and not boxes:
        yield _unjudged(pages)


def is_nothing(value: str) -> bool:
    """Return whether a value says nothing."""
    return bool(_NOTHING.fullmatch(value.strip()))


def _lists(page: WebPage) -> Iterator[_List]:
    for table in page.tables:
        for number, header in enumerate(table[:_HEADER_ROWS]):
            places = _places(header)
            # Words of a menu stand in one cell: a header has one for each column.
            if _NAME in places and len({*places.values()}) >= _MIN_HEADERS:
                rows = [row for row in table[number + 1 :] if len(row) == len(header)]
                entries = tuple(
                    _Entry({field: row[i] for field, i in places.items()}, "、".join(row))
                    for row in rows
                )
                yield _List(frozenset(places), "、".join(header), entries)
                break
    records = page.data.records
    if records:
        keys = {key for record in records for key in record}
        fields = [field for field, names in _KEYS.items() if keys & {*names}]
        entries = tuple(
            _Entry({field: _first(record, _KEYS[field]) for field in fields}, _describe(record))
            for record in records
        )
        yield _List(frozenset(fields), "、".join(sorted(keys)), entries)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Return the column of each field."""
    cells = ["".join(cell.split()) for cell in header]
    places = {
        field: next((i for i, cell in enumerate(cells) if pattern.search(cell)), -1)
        for field, pattern in _HEADERS.items()
    }
    return {field: i for field, i in places.items() if i >= 0}


def _first(record: Mapping[str, str], names: Sequence[str]) -> str:
    return next((record[name] for name in names if record.get(name)), "")


def _describe(record: Mapping[str, str]) -> str:
    values = [_first(record, names) for names in _KEYS.values()]
    return "、".join(filter(None, values))


def read_box(page: WebPage) -> dict[str, str]:
    """Return the fields in the box of an entry's page; none where no box has an index number.

    The page's heading is the name, and its description for programs may be the summary.
    """
    box = {_NAME: page.heading or page.title, _SUMMARY: page.description}
    box = {field: value for field, value in box.items() if value}
    for label, value in (*page.pairs, *_pairs_of_lines(page.lines)):
        field = _field_of(label)
        if field and not _field_of(value) and is_nothing(box.get(field, "")):
            box[field] = value
    number = box.get(_INDEX)
    has_number = number is not None and (is_nothing(number) or any(map(str.isdigit, number)))
    return box if has_number else {}


def _box_excerpt(box: Mapping[str, str]) -> str:
    return "、".join(f"{field}：{value}" for field, value in box.items())


def _pairs_of_lines(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        for piece in _PAIRS.split(line):
            match = _LABELLED.fullmatch(piece)
            if match:
                following = lines[number + 1] if number + 1 < len(lines) else ""
                is_label = bool(_LABELLED.fullmatch(following))
                yield match[1], match[2] or ("" if is_label else following)


def _field_of(label: str) -> str:
    words = "".join(label.split()).rstrip(":：")
    return next((field for field, pattern in _LABELS.items() if pattern.fullmatch(words)), "")


def _missing_columns(
    subject: Subject, missing: Sequence[str], excerpt: str
) -> Iterator[InspectionFinding]:
    for field in missing:
        yield build_finding(
            "inspect/catalogue-column",
            subject.visit.copy,
            f"公开目录里没有“{field}”一项",
            f"请在目录里加上{field}，每条信息都写明。",
            excerpt=excerpt,
            basis=_BASIS,
            subject=field,
        )


def _check_entries(subject: Subject, entries: Sequence[_Entry]) -> Iterator[InspectionFinding]:
    incomplete = [entry for entry in entries if entry.lacking]
    for entry in incomplete[:_MAX_NAMED]:
        yield _entry_finding(subject, _name(entry), entry.lacking, entry.excerpt)
    if len(incomplete) > _MAX_NAMED:
        rest = incomplete[_MAX_NAMED]
        fields = [f for f in _HEADERS if any(f in each.lacking for each in incomplete[_MAX_NAMED:])]
        name = f"等 {len(incomplete)} 条里的另外 {len(incomplete) - _MAX_NAMED} 条"
        yield _entry_finding(subject, name, fields, rest.excerpt)
    for entry in entries:
        day = entry.values.get(_DATE, "")
        if not is_nothing(day) and _is_no_day(day):
            yield build_finding(
                "inspect/catalogue-date",
                subject.visit.copy,
                f"公开目录的{_name(entry)}，生成日期写的是“{day[:40]}”，不是日期",
                "请写明生成的年、月、日。",
                excerpt=entry.excerpt,
                basis=_BASIS,
                subject=entry.excerpt[:40],
            )


def _name(entry: _Entry) -> str:
    name, number = entry.values.get(_NAME, ""), entry.values.get(_INDEX, "")
    return f"“{(number if is_nothing(name) else name)[:40]}”"


def _entry_finding(
    subject: Subject, name: str, lacking: Sequence[str], excerpt: str
) -> InspectionFinding:
    return build_finding(
        "inspect/catalogue-entry",
        subject.visit.copy,
        f"公开目录的{name}没有写{'、'.join(lacking)}",
        "请补上；每条信息都要写明索引、名称、内容概述、生成日期。",
        excerpt=excerpt,
        basis=_BASIS,
        subject=f"{name}{'、'.join(lacking)}",
    )


def _is_no_day(text: str) -> bool:
    """Return whether a text is for certain no day: without figures, or one that never was."""
    match = _DAY.search(text)
    if match is None:
        return not any(map(str.isdigit, text))
    try:
        parse_date(match[0])
    except ValueProblem:
        return True
    return False


def _unjudged(pages: Sequence[Subject]) -> InspectionFinding:
    """Build the remark that no entry of the catalogue was seen."""
    page = next((each for each in pages if each.page and each.page.data.is_scripted), pages[0])
    is_scripted = page.page is not None and page.page.data.is_scripted
    reason = "条目要靠脚本载入" if is_scripted else "网页里没有看到写着索引、名称的条目"
    message = f"不能判断公开目录的条目写全了没有：{reason}"
    hint = "请用浏览器打开目录，看每条有没有索引、名称、内容概述、生成日期。"
    diagnostic = warning("inspect/catalogue-unread", Location(page.address), message, hint)
    return attach_evidence(diagnostic, page.visit.copy, page.name, undecided=True)
