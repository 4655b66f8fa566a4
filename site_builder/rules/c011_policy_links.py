"""政策文件和解读互相链接。

查什么：
    “解读”“政策文件”里写的是不是目录里的另一份文件；是不是写成了自己，或者两份文件互为解读；一份文件写
    了另一份，另一份写明的却是别的文件。只在一边写就行，两边的网页都有链接。
依据：
    公开工作的通行做法：政策文件和解读互相链接，从一边能找到另一边。
错误示例：
    tongzhi.md 写“解读: jiedu.md”，而 documents 里没有 jiedu.md。
怎么改：
    照提示改正文件名；两边都写的，写得一致，或者只在一边写。
"""

from collections.abc import Iterator, Mapping
from posixpath import basename, dirname, relpath

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import CatalogueEntry, Reference
from site_builder.model.inspection import SiteContext
from site_builder.model.rule import SiteRule
from site_builder.nearest import closest_match

_BASIS = "公开工作的通行做法：政策文件和解读互相链接，从一边能找到另一边。"
_LISTED = ("document", "report")


def _find(inspection: SiteContext) -> Iterator[Diagnostic]:
    entries = {one.source.path: one for one in inspection.site.entries}
    # A text with errors of its own is no entry, but it is there.
    unread = {one.path for one in inspection.sources if one.kind in _LISTED} - entries.keys()
    for entry in entries.values():
        for label, named in (("解读", entry.interpretations), ("政策文件", entry.policies)):
            for reference in named:
                if reference.path not in unread:
                    yield from _reference(entry, label, reference, entries)


def _reference(
    entry: CatalogueEntry, label: str, named: Reference, entries: Mapping[str, CatalogueEntry]
) -> Iterator[Diagnostic]:
    own = entry.source.path
    other = entries.get(named.path)
    typed = relpath(named.path, dirname(own))
    if other is None:
        yield _broken(own, label, named, entries)
        return
    if named.path == own:
        message = f"“{label}”写的是这份文件自己"
        yield _finding("self", named, message, "请写另一份文件，或者删去这一项。")
        return
    explains = label == "政策文件"
    name = "解读" if explains else "政策文件"
    back = other.interpretations if explains else other.policies
    same = other.policies if explains else other.interpretations
    against = entry.interpretations if explains else entry.policies
    if own in _paths(same) or named.path in _paths(against):
        message = f"和“{typed}”互为{label}，分不清哪一份是政策文件"
        yield _finding("circle", named, message, "请核对，只留一边。")
    elif back and own not in _paths(back):
        written = "、".join(relpath(one.path, dirname(other.source.path)) for one in back)
        message = f"“{label}”写的是“{typed}”，而它的“{name}”写的是“{written}”，没有这份文件"
        hint = f"请核对：对的，在“{typed}”的“{name}”里补上这份文件；不对的，改正这一边。"
        yield _finding("contradiction", named, message, hint, Severity.WARNING)


def _paths(named: tuple[Reference, ...]) -> tuple[str, ...]:
    return tuple(one.path for one in named)


def _broken(
    own: str, label: str, named: Reference, entries: Mapping[str, CatalogueEntry]
) -> Diagnostic:
    typed = relpath(named.path, dirname(own))
    same = [path for path in entries if basename(path) == basename(named.path)]
    meant = same[0] if len(same) == 1 else closest_match(named.path, entries)
    hint = f"是不是“{relpath(meant, dirname(own))}”？" if meant and meant != own else ""
    hint += "请写目录里一份文件的地址，从本文件所在的文件夹算起。"
    return _finding("broken", named, f"“{label}”写的“{typed}”不是目录里的文件", hint)


def _finding(
    name: str,
    named: Reference,
    message: str,
    hint: str,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    return Diagnostic(
        f"c011/{name}", severity, named.location, message, hint, basis=_BASIS, subject=named.path
    )


RULE = SiteRule("c011", "政策文件和解读互相链接", _find)
