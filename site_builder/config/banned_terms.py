"""`用语:` — the wordings that an office does not want to publish. Called by `read.settings`."""

from site_builder.core.text.suggest import did_you_mean
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.standards import BannedTerm

_KEYS = ("错", "对", "理由", "严重")
_SHAPE_HINT = "每一项写成“- {错: 不用的写法, 对: 应当用的写法, 理由: 为什么, 严重: 否}”。"


def read_banned_terms(node: Node) -> tuple[tuple[BannedTerm, ...], tuple[Diagnostic, ...]]:
    """Read the list; each wording needs a reason, the right one may be left out."""
    if node.value is None:
        return (), ()
    items = node.items()
    if items is None:
        return (), (error("settings/value", node.location, "“用语”应当逐项写", _SHAPE_HINT),)
    terms: list[BannedTerm] = []
    diagnostics: list[Diagnostic] = []
    for item in items:
        term = _read_term(item)
        if isinstance(term, BannedTerm):
            terms.append(term)
        else:
            diagnostics.append(term)
    return tuple(terms), tuple(diagnostics)


def _read_term(item: Node) -> BannedTerm | Diagnostic:
    fields = item.mapping() or {}
    values = {key: (child.text() or "").strip() for key, child in fields.items()}
    unknown = [key for key in fields if key not in _KEYS]
    if unknown:
        message = f"“用语”里没有“{unknown[0]}”"
        return error("settings/value", fields[unknown[0]].key_location, message, _hint(unknown[0]))
    if not values.get("错") or not values.get("理由"):
        message = "“用语”的每一项都要写明“错”和“理由”"
        return error("settings/value", item.location, message, _SHAPE_HINT)
    severe = values.get("严重") or "否"
    if severe not in ("是", "否"):
        message = f"“严重”不能是“{severe}”"
        return error("settings/value", fields["严重"].location, message, "请写“是”或“否”。")
    return BannedTerm(values["错"], values.get("对", ""), values["理由"], severe == "是")


def _hint(word: str) -> str:
    return did_you_mean(word, _KEYS) or _SHAPE_HINT
