"""Whether pages and attachments can be opened and read."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus

from site_builder.core.guest_client import NOT_FOUND, REDIRECTS
from site_builder.inspection.addresses import ATTACHMENTS
from site_builder.inspection.gaps import Gaps
from site_builder.inspection.subjects import Subject, attach_evidence, build_finding
from site_builder.model.diagnostic import Severity, warning
from site_builder.model.inspection import InspectionFinding, Visit
from site_builder.model.location import Location

_MIN_TEXT = 10
_OPENED = {
    "pdf": ("pdf",),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
    "ofd": ("ofd",),
    "doc": ("doc", "docx", "docm", "rtf", "html", "xml"),
    "wps": ("wps", "doc", "docx"),
    "xls": ("xls", "xlsx", "xlsm", "html", "xml"),
    "et": ("et", "xls", "xlsx"),
    "rtf": ("rtf", "doc", "docx"),
}
"""What the usual software opens under a name, by what the file is."""
_BEFORE_1997 = (b"\x09\x08", b"\xdb\xa5")
"""Excel 4 and Word 2, which are opened still."""
_OFFICE = "《政府网站发展指引》（国办发〔2017〕47号）：页面、链接和附件应当能够打开，内容准确。"


def check_answers(visits: Sequence[Visit]) -> Iterator[InspectionFinding]:
    """Check whether each link leads to something."""
    by_address = {visit.copy.address: visit.copy for visit in visits}
    for visit in visits:
        copy = visit.copy
        parent = by_address.get(visit.parent, copy)
        words = f"“{visit.text[:40]}”" if visit.text else "没有文字的链接"
        if copy.status in NOT_FOUND:
            noun = "附件" if visit.is_attachment else "网页"
            yield build_finding(
                "inspect/dead-attachment" if visit.is_attachment else "inspect/dead-link",
                parent,
                f"链接的{noun}没有了（{copy.status}）：{words} → {copy.address}",
                f"请把{noun}放回去，或者改正、删去链接。",
                excerpt=visit.text,
                basis=_OFFICE,
                subject=copy.address,
            )
        elif copy.status == HTTPStatus.OK and not copy.sha256:
            yield build_finding(
                "inspect/empty-page",
                copy,
                f"打开是空的，一个字节也没有：{words}",
                "请重新发布。",
                basis=_OFFICE,
            )
        elif copy.status != HTTPStatus.OK and copy.status not in REDIRECTS:
            gaps = Gaps()
            gaps.add_unreachable(copy)
            for diagnostic in gaps.diagnostics():
                yield attach_evidence(diagnostic, parent, visit.text, undecided=True)
        elif copy.is_cut:
            message = f"文件太大，只下载了前 {copy.size} 字节，没有检查"
            hint = "请自己打开看看。"
            diagnostic = warning("inspect/bound", Location(copy.address), message, hint)
            yield attach_evidence(diagnostic, copy, undecided=True)


def check_attachment(
    subject: Subject, extensions: Sequence[str], problem: str, data: bytes
) -> Iterator[InspectionFinding]:
    """Check whether an attachment is what its name says.

    `extensions` are those that its bytes may have, `problem` says why nobody could open it.
    """
    copy = subject.visit.copy
    suffix = copy.file.rpartition(".")[2]
    opened = _OPENED.get(suffix)
    is_page = "html" in extensions
    if opened is None:
        is_right = not is_page or f".{suffix}" not in ATTACHMENTS
    else:
        is_right = not problem and bool({*opened} & {*extensions} or data.startswith(_BEFORE_1997))
    if is_right or copy.is_cut:
        return
    content = problem or ("里面其实是一个网页" if is_page else "打不开，里面不是这种文件")
    yield build_finding(
        "inspect/damaged-attachment",
        copy,
        f"附件的名称是 .{suffix} 文件，{content}：{subject.visit.text[:40]}",
        "请重新上传附件，再从网页上点开看看。",
        excerpt=data[:60].decode("ascii", "replace"),
        basis=_OFFICE,
    )


def check_page(subject: Subject) -> Iterator[InspectionFinding]:
    """Check title, encoding and whether there is any text."""
    page, copy = subject.page, subject.visit.copy
    if page is None or not page.is_markup or page.refresh or copy.is_cut:
        return
    if not page.title:
        yield build_finding(
            "inspect/no-title",
            copy,
            "网页没有标题（title）",
            "请让网站的维护单位在模板里加上标题：先写这一页的名称，再写网站名称。",
            excerpt=page.heading or (page.lines[0] if page.lines else ""),
            basis=_OFFICE,
            severity=Severity.WARNING,
        )
    yield from _check_encoding(subject)
    if len(page.text) < _MIN_TEXT and len(page.links) < _MIN_TEXT and not page.data.links:
        if page.scripts:
            message = "网页的内容要靠脚本载入，没有检查"
            hint = "请用浏览器打开，另存为网页，再检查那个文件夹。"
            place = Location(copy.address)
            yield attach_evidence(
                warning("inspect/script", place, message, hint), copy, undecided=True
            )
        else:
            yield build_finding(
                "inspect/empty-page",
                copy,
                f"网页里没有内容：{subject.name[:40]}",
                "请补上内容，或者撤下这一页和到这里的链接。",
                excerpt=page.title,
                basis=_OFFICE,
            )


def check_list(subject: Subject) -> Iterator[InspectionFinding]:
    """Report a list that has more entries than can be got without scripts."""
    page = subject.page
    if page is None or page.data.total <= page.data.entries or not page.data.entries:
        return
    has_more = any(link.is_list for link in page.links) or "?page=" in subject.address
    if not has_more:
        copy = subject.visit.copy
        message = (
            f"列表一共有 {page.data.total} 条，网页里只有 {page.data.entries} 条，"
            "其余的要靠脚本载入"
        )
        hint = "其余的没有检查；请用浏览器翻页，另存为网页再检查。"
        place = Location(copy.address)
        yield attach_evidence(warning("inspect/script", place, message, hint), copy, undecided=True)


def _check_encoding(subject: Subject) -> Iterator[InspectionFinding]:
    page, copy = subject.page, subject.visit.copy
    if page is None or page.decoded.is_ascii:
        return
    decoded = page.decoded
    if decoded.is_wrong:
        yield build_finding(
            "inspect/encoding",
            copy,
            f"写明的编码是 {decoded.declared}，网页里的字不是这种编码，打开会是乱码",
            "请把编码改成网页实际的编码，最好都用 UTF-8。",
            excerpt=page.title,
            basis=_OFFICE,
        )
    elif not decoded.declared:
        yield build_finding(
            "inspect/no-encoding",
            copy,
            "网页没有写明编码，有的浏览器打开会是乱码",
            '请在网页的 head 里写 <meta charset="utf-8">，或者让服务器写明。',
            excerpt=page.title,
            basis=_OFFICE,
            severity=Severity.WARNING,
        )
