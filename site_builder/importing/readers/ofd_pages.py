"""OFD bytes (GB/T 33190) → the marks of its pages."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element

from ofdkit.errors import OFDLimitError
from ofdkit.package import Package

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.media_types import media_type
from site_builder.importing.readers.ofd_geometry import (
    IDENTITY,
    MM,
    Affine,
    bounds,
    compose,
    number,
    numbers,
    place,
    spacing,
    subpaths,
)
from site_builder.importing.readers.page_marks import (
    Box,
    Glyph,
    MarkBudget,
    PageMarks,
    PlacedPicture,
    RulingLine,
    check_page_count,
    set_upright,
)
from site_builder.importing.readers.page_text import is_wide
from site_builder.importing.readers.radicals import to_characters

_A4 = (0.0, 0.0, 210.0, 297.0)
_MAX_DEPTH = 24
_ASCENT, _DESCENT = 0.88, 0.12
_THIN = 3.5
_PICTURE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_BOLD_WEIGHT = 600
_HINT = "请用打开它的软件另存为 OFD 或者 PDF 再导入。"


@dataclass(frozen=True, slots=True)
class OfdContent:
    """What an OFD file holds."""

    pages: tuple[PageMarks, ...]
    title: str


@dataclass(slots=True)
class _Page:
    """A page that is being read."""

    resources: Mapping[str, Element]
    paths: Mapping[str, str]
    """Files of pictures, by the id of the resource."""
    glyphs: list[Glyph] = field(default_factory=list)
    lines: list[RulingLine] = field(default_factory=list)
    pictures: list[tuple[Box, str]] = field(default_factory=list)


def read_ofd(data: bytes) -> OfdContent:
    """Read the pages of an OFD file.

    Raises UnsupportedFileError for what cannot be opened, and beyond the bounds.
    """
    try:
        with Package(data) as package:
            return _read(package)
    except OFDLimitError as exc:
        raise UnsupportedFileError(
            "OFD 文件解压以后大得不正常", "这不像一份年度报告，没有读它。"
        ) from exc
    except UnsupportedFileError:
        raise
    except Exception as exc:  # damaged archives and drawings fail in many ways
        raise UnsupportedFileError("OFD 文件损坏或者加了密，打不开", _HINT) from exc


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _named(element: Element | None, *path: str) -> Iterator[Element]:
    """Yield the elements below another along a path of names."""
    if element is None:
        return
    for child in element:
        if _local(child) == path[0]:
            if len(path) > 1:
                yield from _named(child, *path[1:])
            else:
                yield child


def _text(element: Element | None, *path: str) -> str:
    return next((child.text or "" for child in _named(element, *path)), "").strip()


def _read(package: Package) -> OfdContent:
    entry = package.find("OFD.xml")
    root = package.read_xml(entry) if entry else None
    location = package.resolve(entry, _text(root, "DocBody", "DocRoot"))
    if location is None:
        raise UnsupportedFileError("OFD 文件不完整，里面没有文档", _HINT)
    document = package.read_xml(location)
    references = list(_named(document, "Pages", "Page"))
    check_page_count(len(references))
    resources, paths = _resources(package, location, document)
    templates = {
        template.get("ID", ""): package.resolve(location, template.get("BaseLoc"))
        for template in _named(document, "CommonData", "TemplatePage")
    }
    area = numbers(_text(document, "CommonData", "PageArea", "PhysicalBox"))
    budget = MarkBudget()
    pages = []
    for count, reference in enumerate(references, 1):
        page_location = package.resolve(location, reference.get("BaseLoc"))
        if page_location is None:
            raise UnsupportedFileError(f"OFD 文件不完整，缺少第 {count} 页", _HINT)
        content = package.read_xml(page_location)
        frame = numbers(_text(content, "Area", "PhysicalBox")) or area
        page = _Page(resources, paths)
        used = [
            package.read_xml(path)
            for item in _named(content, "Template")
            if (path := templates.get(item.get("TemplateID", "")))
        ]
        for layer_root in (*used, content):
            for layer in _named(layer_root, "Content", "Layer"):
                _walk(layer, IDENTITY, page, budget, 0)
        pages.append(_page_marks(package, page, count, tuple(frame) if len(frame) > 3 else _A4))  # noqa: PLR2004 - a box
    return OfdContent(tuple(pages), _text(root, "DocBody", "DocInfo", "Title"))


def _resources(
    package: Package, location: str, document: Element
) -> tuple[dict[str, Element], dict[str, str]]:
    """Return fonts, drawings and media by id, and the files of the media."""
    resources: dict[str, Element] = {}
    paths: dict[str, str] = {}
    for kind in ("PublicRes", "DocumentRes"):
        for reference in _named(document, "CommonData", kind):
            path = package.resolve(location, reference.text)
            if path is None:
                continue
            root = package.read_xml(path)
            base = root.get("BaseLoc", "")
            for item in (element for group in root for element in group):
                resources[item.get("ID", "")] = item
                file = _text(item, "MediaFile")
                resolved = package.resolve(path, posixpath.join(base, file)) if file else None
                resolved = resolved or (package.resolve(path, file) if file else None)
                if resolved:
                    paths[item.get("ID", "")] = resolved
    return resources, paths


def _page_marks(package: Package, page: _Page, count: int, frame: tuple[float, ...]) -> PageMarks:
    _, _, width, height = frame[:4]
    pictures = []
    for box, path in page.pictures:
        kind = media_type(path)
        if kind in _PICTURE_TYPES:
            pictures.append(PlacedPicture(box, package.read(path), kind))
    marks = PageMarks(
        count, width * MM, height * MM, tuple(page.glyphs), tuple(page.lines), tuple(pictures)
    )
    return set_upright(marks)


def _walk(layer: Element, transform: Affine, page: _Page, budget: MarkBudget, depth: int) -> None:
    for element in layer:
        if element.get("Visible", "true").casefold() in ("false", "0"):
            continue
        kind = _local(element)
        own = compose(transform, _object_transform(element))
        if kind == "TextObject":
            _add_text(element, own, page, budget)
        elif kind == "PathObject":
            _add_path(element, own, page, budget)
        elif kind == "ImageObject":
            _add_picture(element, own, page)
        elif kind == "PageBlock" and depth < _MAX_DEPTH:
            _walk(element, transform, page, budget, depth + 1)
        elif kind == "CompositeObject" and depth < _MAX_DEPTH:
            unit = page.resources.get(element.get("ResourceID", ""))
            budget.add_lines()
            for content in _named(unit, "Content"):
                _walk(content, own, page, budget, depth + 1)


def _object_transform(element: Element) -> Affine:
    box = numbers(element.get("Boundary"))
    x, y = (box[0], box[1]) if len(box) > 1 else (0.0, 0.0)
    values = numbers(element.get("CTM"))
    a, b, c, d, e, f = values if len(values) == 6 else IDENTITY  # noqa: PLR2004 - a matrix
    return (a, b, c, d, e + x, f + y)


def _add_text(element: Element, transform: Affine, page: _Page, budget: MarkBudget) -> None:
    size = number(element.get("Size"), 0.0)
    if size <= 0:
        return
    font = page.resources.get(element.get("Font", ""))
    weight = number(element.get("Weight"), 400)
    bold = weight >= _BOLD_WEIGHT or (font is not None and _is_bold(font))
    turn = _turn(transform, number(element.get("CharDirection"), 0))
    x = y = 0.0
    for code in _named(element, "TextCode"):
        text = (code.text or "").strip("\r\n")
        budget.add_glyphs(len(text))
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        across = spacing(code.get("DeltaX"), len(text))
        down = spacing(code.get("DeltaY"), len(text))
        left, base = x, y
        for index, letter in enumerate(text):
            width = size if is_wide(letter) else 0.5 * size
            top, bottom = base - _ASCENT * size, base + _DESCENT * size
            corners = [place(transform, left, top), place(transform, left + width, bottom)]
            box = bounds(corners)
            height = box.width if turn in (90, 270) else box.height
            page.glyphs.append(Glyph(to_characters(letter), box, height, bold=bold, turn=turn))
            left += across[index] if index < len(across) else (0.0 if down else width)
            base += down[index] if index < len(down) else 0.0


def _is_bold(font: Element) -> bool:
    name = f"{font.get('FontName', '')} {font.get('FamilyName', '')}".casefold()
    return font.get("Bold", "").casefold() in ("true", "1") or any(
        word in name for word in ("bold", "hei", "黑", "标宋", "biaosong")
    )


def _turn(transform: Affine, direction: float) -> int:
    """Return by how many degrees against the clock letters are turned."""
    a, b, *_ = transform
    turn = 0 if abs(a) >= abs(b) and a >= 0 else 180
    if abs(b) > abs(a):
        turn = 90 if b < 0 else 270
    return (turn - int(direction)) % 360 // 90 * 90


def _add_path(element: Element, transform: Affine, page: _Page, budget: MarkBudget) -> None:
    stroke = element.get("Stroke", "true").casefold() != "false"
    fill = element.get("Fill", "false").casefold() == "true"
    for points in subpaths(_text(element, "AbbreviatedData")):
        budget.add_lines()
        placed = [place(transform, *point) for point in points]
        outline = bounds(placed)
        thin = min(outline.width, outline.height) <= _THIN
        if thin and (stroke or fill):
            _add_line(outline, page)
        elif stroke:
            for start, end in pairwise(placed):
                side = bounds([start, end])
                if min(side.width, side.height) <= 1:
                    _add_line(side, page)


def _add_line(box: Box, page: _Page) -> None:
    if box.width >= box.height:
        page.lines.append(RulingLine(True, box.middle, box.x0, box.x1))  # noqa: FBT003 - the first field
    else:
        page.lines.append(RulingLine(False, box.center, box.top, box.bottom))  # noqa: FBT003 - the first field


def _add_picture(element: Element, transform: Affine, page: _Page) -> None:
    path = page.paths.get(element.get("ResourceID", ""))
    if path:
        page.pictures.append((bounds([place(transform, 0, 0), place(transform, 1, 1)]), path))
