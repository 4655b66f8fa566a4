"""`用语:` — the wordings that an office does not want to publish."""

from site_builder.core.errors import ValueProblem
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import Schema, SchemaField, parse_text, read_mappings
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.standards import BannedTerm

BANNED_TERM_KEYS = {"term": "错", "replacement": "对", "reason": "理由", "is_error": "严重"}
"""What is written of a wording, by the names of its fields."""
SEVERITIES = ("是", "否")
_SHAPE_HINT = "每一项写成“- {错: 不用的写法, 对: 应当用的写法, 理由: 为什么, 严重: 否}”。"
_CODE = "settings/value"


def _parse_severe(node: Node, name: str, diagnostics: list[Diagnostic]) -> bool | None:
    text = parse_text(node, name, diagnostics)
    if text not in (*SEVERITIES, None):
        raise ValueProblem(f"“严重”不能是“{text}”", "请写“是”或“否”。")
    return None if text is None else text == SEVERITIES[0]


_SCHEMA = Schema(
    _CODE,
    (
        SchemaField("term", BANNED_TERM_KEYS["term"], parse_text, required=True),
        SchemaField("replacement", BANNED_TERM_KEYS["replacement"], parse_text),
        SchemaField("reason", BANNED_TERM_KEYS["reason"], parse_text, required=True),
        SchemaField("is_error", BANNED_TERM_KEYS["is_error"], _parse_severe, default=False),
    ),
    unknown=lambda key: (f"“用语”里没有“{key}”", ""),
    missing=lambda _, location: error(
        _CODE, location, "“用语”的每一项都要写明“错”和“理由”", _SHAPE_HINT
    ),
)


def read_banned_terms(node: Node) -> tuple[tuple[BannedTerm, ...], tuple[Diagnostic, ...]]:
    """Read the list; each wording needs a reason, the right one may be left out."""
    shape = ValueProblem("“用语”应当逐项写", _SHAPE_HINT)
    items, diagnostics = read_mappings(node, _SCHEMA, shape)
    terms = tuple(
        BannedTerm(
            item.text("term"),
            item.text("replacement"),
            item.text("reason"),
            is_error=bool(item.values["is_error"]),
        )
        for _, item in items
    )
    return terms, diagnostics
