"""`接受:` — the findings an office has looked at and lets stand. Called by all readers."""

from site_builder.core.text.suggest import did_you_mean
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.suppression import Suppression

_KEYS = ("问题", "理由", "文件")
_HALF_WIDTH_SIGNS = str.maketrans({"：": ":", "／": "/", "＝": "=", "＞": ">", "＜": "<"})
_SHAPE_HINT = "每一项写成“- {问题: 提示里的编号, 理由: 为什么可以保留}”。"


def read_suppressions(node: Node) -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    """Read a list of accepted findings; each needs the finding's id and a reason."""
    if node.value is None:
        return (), ()
    items = node.items()
    if items is None:
        return (), (error("accept/shape", node.location, "“接受”应当逐项写", _SHAPE_HINT),)
    suppressions: list[Suppression] = []
    diagnostics: list[Diagnostic] = []
    for item in items:
        fields = item.mapping() or {}
        unknown = [key for key in fields if key not in _KEYS]
        values = {key: (child.text() or "").strip() for key, child in fields.items()}
        if unknown:
            message, hint = f"“接受”里没有“{unknown[0]}”", did_you_mean(unknown[0], _KEYS)
            diagnostics.append(
                error("accept/shape", fields[unknown[0]].key_location, message, hint)
            )
        elif not values.get("问题") or not values.get("理由"):
            message = "“接受”的每一项都要写明“问题”和“理由”"
            diagnostics.append(error("accept/shape", item.location, message, _SHAPE_HINT))
        else:
            file = _normalize_path(values.get("文件", ""))
            suppressions.append(
                Suppression(normalize_code(values["问题"]), values["理由"], file, item.location)
            )
    return tuple(suppressions), tuple(diagnostics)


def normalize_code(typed: str) -> str:
    """Write an id as it is printed, however it was copied or typed."""
    return typed.translate(_HALF_WIDTH_SIGNS).removeprefix("编号:").strip().replace("!=", "≠")


def _normalize_path(typed: str) -> str:
    """Write a path from the project, as findings do."""
    path = typed.replace("\\", "/").removeprefix("./")
    return (
        path
        if not path or path.startswith("content/") or path == "config.yaml"
        else (f"content/{path}")
    )
