"""附件的内容没有检查到。

查什么：
    附件能不能打开检查：加密的、损坏的、太大的、没有文字的扫描件，以及程序读不了的格式，里面有没有个人
    信息、密级标志，程序不知道。
依据：
    《政府信息公开条例》第十七条：公开前应当审查。程序查不到的，要由人来查。
错误示例：
    名单.pdf 加了打开密码。
怎么改：
    由人逐页检查；或换成没有密码的 PDF、DOCX、XLSX 重新放入。已经检查过的，可以接受并写明谁检查的。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.location import Location
from site_builder.model.rule_context import AttachmentText, RuleContext

_HINT = "请由人逐页检查有没有个人信息和密级标志；检查过的，可以接受并写明谁检查的。"
_EMPTY = "请重新放入有内容的文件，或删去它。"
_BASIS = "《政府信息公开条例》第十七条：行政机关公开政府信息前应当审查。"


def check(file: AttachmentText, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check an attachment."""
    if file.unreadable_reason:
        yield Diagnostic(
            "p008/unread",
            Severity.WARNING,
            Location(file.source.display_path),
            f"附件内容没有检查到：{file.unreadable_reason}",
            _EMPTY if file.unreadable_reason == "文件是空的" else _HINT,
            _BASIS,
            f"内容-{file.digest}",
        )
