"""`接受:` — the diagnostics an office has reviewed and accepts."""

from site_builder.core.errors import ValueProblem
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import Schema, SchemaField, parse_text, read_mappings
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.suppression import Suppression

_HALF_WIDTH_SIGNS = str.maketrans({"：": ":", "／": "/", "＝": "=", "＞": ">", "＜": "<"})
_SHAPE_HINT = "每一项写成“- {问题: 提示里的编号, 理由: 为什么可以保留}”。"
_CODE = "accept/shape"
SUPPRESSION_KEYS = {"code": "问题", "reason": "理由", "file": "文件"}
_SCHEMA = Schema(
    _CODE,
    tuple(
        SchemaField(key_id, key, parse_text, required=key_id != "file")
        for key_id, key in SUPPRESSION_KEYS.items()
    ),
    unknown=lambda key: (f"“接受”里没有“{key}”", ""),
    missing=lambda _, location: error(
        _CODE, location, "“接受”的每一项都要写明“问题”和“理由”", _SHAPE_HINT
    ),
)


def read_suppressions(node: Node) -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    """Read a list of accepted diagnostics; each needs the diagnostic's id and a reason."""
    shape = ValueProblem("“接受”应当逐项写", _SHAPE_HINT)
    items, diagnostics = read_mappings(node, _SCHEMA, shape)
    suppressions = tuple(
        Suppression(
            normalize_code(item.text("code")),
            item.text("reason"),
            _normalize_path(item.text("file")),
            item_node.location,
        )
        for item_node, item in items
    )
    return suppressions, diagnostics


def normalize_code(typed: str) -> str:
    """Write an id as it is printed, however it was copied or typed."""
    return typed.translate(_HALF_WIDTH_SIGNS).removeprefix("编号:").strip().replace("!=", "≠")


def _normalize_path(typed: str) -> str:
    """Write a path from the project, as diagnostics do."""
    path = typed.replace("\\", "/").removeprefix("./")
    return (
        path
        if not path or path.startswith("content/") or path in ("config.yaml", "content")
        else (f"content/{path}")
    )
