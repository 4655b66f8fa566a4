"""附件里的作者信息。

查什么：
    PDF、Word、Excel、PowerPoint 文件和图片的属性里有没有作者、最后修改者、单位、拍摄位置等信息；
    批注和修订是谁写的。
依据：
    《个人信息保护法》第四条；文件属性里的姓名和拍摄位置不是要公开的内容，却会随文件一起公开。
错误示例：
    公告附件的属性里写着“作者：张三”，打开文件的人都看得到。
怎么改：
    config.yaml 没有写“清理附件: 否”的，公布时自动清除（原文件不变），也就不再提醒；批注和修订
    是文件的内容，照样公布，只是不写是谁写的。不能自动清除的，在 Word、Excel 的
    “文件→信息→检查问题→检查文档”里删除，再放进 files 文件夹。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.location import Location
from site_builder.model.rule_context import AttachmentText, RuleContext

_REMARKS = {"批注作者": "批注", "修订作者": "修订"}
"""Whose text stays in the published copy, without the names."""
_INSIDE = "（里面的附件）"
_MAX_LISTED = 5
_MAX_LENGTH = 40
_BASIS = "《个人信息保护法》第四条：姓名、行踪等与可识别的自然人有关的信息是个人信息。"
_REMOVE = "不该公布的，请接受或拒绝全部修订、删去批注后重新放入；程序不改动文件的内容。"
_BY_HAND = "请在 Word、Excel 的“文件→信息→检查问题→检查文档”里删除后重新放入。"


def check(file: AttachmentText, context: RuleContext) -> Iterator[Diagnostic]:
    """Check an attachment."""
    remarks = [
        entry for entry in file.personal_metadata if entry[0].removesuffix(_INSIDE) in _REMARKS
    ]
    properties = [entry for entry in file.personal_metadata if entry not in remarks]
    cleaned = context.settings.clean_attachments and not (file.signed or file.not_cleanable)
    if properties and not cleaned:
        yield _diagnostic(
            "properties", file, f"文件属性里有{_join_entries(properties)}", _hint(file)
        )
    if remarks:
        kinds = dict.fromkeys(_REMARKS[label.removesuffix(_INSIDE)] for label, _ in remarks)
        message = f"文件里有{'和'.join(kinds)}，会随文件公布"
        message += "，只是不写是谁写的" if cleaned else f"：{_join_entries(remarks)}"
        yield _diagnostic("comments", file, message, _REMOVE)


def _join_entries(entries: list[tuple[str, str]]) -> str:
    items = [
        f"{label}“{value[:_MAX_LENGTH]}”" if value else label
        for label, value in dict.fromkeys(entries[:_MAX_LISTED])
    ]
    more = f"等 {len(entries)} 项" if len(entries) > _MAX_LISTED else ""
    return "、".join(items) + more


def _hint(file: AttachmentText) -> str:
    if file.signed:
        return "文件有数字签名，改动会使签名失效，因此照原样公布。请确认这些信息可以公开。"
    if file.not_cleanable:
        return f"文件加了密码或格式不认识，因此照原样公布。请去掉密码，或自己清除：{_BY_HAND}"
    return f"config.yaml 写了“清理附件: 否”。请改为“是”，或自己清除：{_BY_HAND}"


def _diagnostic(name: str, file: AttachmentText, message: str, hint: str) -> Diagnostic:
    location = Location(file.source.display_path)
    subject = f"属性-{file.digest}"
    return Diagnostic(f"p007/{name}", Severity.WARNING, location, message, hint, _BASIS, subject)
