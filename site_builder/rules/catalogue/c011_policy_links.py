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

from site_builder.core.text.suggest import closest_match
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import CatalogueEntry
from site_builder.model.document_fields import Reference
from site_builder.model.rule_context import SiteContext

_BASIS = "公开工作的通行做法：政策文件和解读互相链接，从一边能找到另一边。"
_LISTED = ("document", "report")


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    entries = {entry.source.path: entry for entry in site_context.site.entries}
    # A text with errors of its own is no entry, but it is there.
    unread = {
        source.path for source in site_context.sources if source.kind in _LISTED
    } - entries.keys()
    for entry in entries.values():
        for label, references in (("解读", entry.interpretations), ("政策文件", entry.policies)):
            for reference in references:
                if reference.path not in unread:
                    yield from _check_reference(entry, label, reference, entries)


def _check_reference(
    entry: CatalogueEntry, label: str, reference: Reference, entries: Mapping[str, CatalogueEntry]
) -> Iterator[Diagnostic]:
    own_path = entry.source.path
    other = entries.get(reference.path)
    typed_path = relpath(reference.path, dirname(own_path))
    if other is None:
        yield _broken(own_path, label, reference, entries)
        return
    if reference.path == own_path:
        message = f"“{label}”写的是这份文件自己"
        yield _diagnostic("self", reference, message, "请写另一份文件，或者删去这一项。")
        return
    explains = label == "政策文件"
    name = "解读" if explains else "政策文件"
    back = other.interpretations if explains else other.policies
    same = other.policies if explains else other.interpretations
    opposite = entry.interpretations if explains else entry.policies
    if own_path in _paths(same) or reference.path in _paths(opposite):
        message = f"和“{typed_path}”互为{label}，分不清哪一份是政策文件"
        yield _diagnostic("circle", reference, message, "请核对，只留一边。")
    elif back and own_path not in _paths(back):
        listed_paths = "、".join(
            relpath(linked.path, dirname(other.source.path)) for linked in back
        )
        message = (
            f"“{label}”写的是“{typed_path}”，而它的“{name}”写的是“{listed_paths}”，没有这份文件"
        )
        hint = f"请核对：对的，在“{typed_path}”的“{name}”里补上这份文件；不对的，改正这一边。"
        yield _diagnostic("contradiction", reference, message, hint, Severity.WARNING)


def _paths(references: tuple[Reference, ...]) -> tuple[str, ...]:
    return tuple(reference.path for reference in references)


def _broken(
    own_path: str, label: str, reference: Reference, entries: Mapping[str, CatalogueEntry]
) -> Diagnostic:
    typed_path = relpath(reference.path, dirname(own_path))
    same_name = [path for path in entries if basename(path) == basename(reference.path)]
    suggestion = same_name[0] if len(same_name) == 1 else closest_match(reference.path, entries)
    hint = (
        f"是不是“{relpath(suggestion, dirname(own_path))}”？"
        if suggestion and suggestion != own_path
        else ""
    )
    hint += "请写目录里一份文件的地址，从本文件所在的文件夹算起。"
    return _diagnostic("broken", reference, f"“{label}”写的“{typed_path}”不是目录里的文件", hint)


def _diagnostic(
    name: str,
    reference: Reference,
    message: str,
    hint: str,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    return Diagnostic(
        f"c011/{name}",
        severity,
        reference.location,
        message,
        hint,
        basis=_BASIS,
        subject=reference.path,
    )
