"""What checking advises, in the words of a form: fields and buttons in place of lines of a file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import Standards

_ACCEPT = "按“接受…”，写明理由。"
_REWORDED = tuple(
    (lazy_pattern(pattern), words)
    for pattern, words in (
        (r"在“接受:”下写“ *- \{[^”]*\}”。", _ACCEPT),
        (r"在 \S+ 开头的两行 --- 之间写“接受:”（[^）]*），下一行写“ *- \{[^”]*\}”。", _ACCEPT),
        (r"请?(?:补上|写|写上)“([^”:]+): …”", r"请填“\1”"),
        (r"请(?:写回|改回)“([^”:]+): ([^”]+)”", r"请把“\1”改回“\2”"),
        (r"请?写“(?!键:)([^”:]+): ([^”]+)”", r"请在“\1”里填“\2”"),
        (r"(?:请?改成|请?写成)“([^”:]+): ([^”]+)”(?!，冒号)", r"请在“\1”里填“\2”"),
        (r"config\.yaml 写了“([^”:]+): ([^”]+)”", r"设置里“\1”填的是“\2”"),
        (r"(?:换一行，)?写成“- [^”]*”，减号(?:和冒号)?后面各?空一格。", "请分栏填写。"),
        (r"(?:每一项)?写成“- \{[^”]*\}”。", "每一项分栏填写。"),
        (r"写成 \[[^\]]*\] 这样(?:，用半角方括号和逗号|，每项是一个词)?(?:。|；)", "一栏写一项。"),
        (r"写成“名称:”，下面逐行写[^。]*。", "请打开它的表格填写。"),
        (r"请用记事本打开，选择“另存为”，编码选“UTF-8”[^。]*。", "请打开它，按“转换成 UTF-8”。"),
        (r"是两个数的，中间加半角逗号。", "是两个数的，一格填一个。"),
        (r" ?config\.yaml (?:里)?的“", "设置里的“"),
        (r" ?config\.yaml 里", "设置里"),
    )
)
_SETTING = lazy_pattern(r"设置里的“([^”]+)”(?:(?:下写|或|、)“([^”]+)”)?")


@dataclass(frozen=True, slots=True)
class SettingLink:
    """A setting that a finding speaks of, with the page where it is filled in."""

    label: str
    page: str


def plain_hint(hint: str) -> str:
    """Return a hint as whoever sees fields reads it."""
    for pattern, words in _REWORDED:
        hint = pattern.sub(words, hint)
    return hint


def plainly(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics with their hints in such words."""
    return tuple(replace(each, hint=plain_hint(each.hint)) for each in diagnostics)


def setting_links(hint: str, standards: Standards) -> tuple[SettingLink, ...]:
    """Return the settings that a hint in such words leads to."""
    labels = dict.fromkeys(
        label for match in _SETTING.finditer(hint) for label in match.groups() if label
    )
    pages = {each.key: each.id for each in standards.settings if not each.group}
    groups = {each.group: each.id for each in reversed(standards.settings) if each.group}
    targets = ((label, pages.get(label) or groups.get(label)) for label in labels)
    return tuple(
        SettingLink(label, f"text?path=config.yaml#field-{setting}")
        for label, setting in targets
        if setting
    )
