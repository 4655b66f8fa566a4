"""Lists typed with Chinese punctuation, `[0，0，0]` or `csv，json`: the messages about them."""

from collections.abc import Iterable

from site_builder.model.lazy_pattern import lazy_pattern

_COMMAS = lazy_pattern("[，、；;]")
_BRACKETS = lazy_pattern("[【】〔〕［］（）]")


def explain_list_punctuation(parts: Iterable[str]) -> str:
    """Return the full-width signs that prevent some text from being a list; empty for none.

    `parts` are the texts that were read where a list, or more items of it, should be.
    """
    typed = "".join(parts)
    hints: list[str] = []
    comma = _COMMAS.search(typed)
    if comma:
        name = {"，": "逗号用了全角“，”", "、": "用顿号“、”隔开了"}.get(
            comma[0], f"用分号“{comma[0]}”隔开了"
        )
        hints.append(f"{name}，请改成半角逗号“,”")
    bracket = _BRACKETS.search(typed)
    if bracket:
        hints.append(f"括号用了全角“{bracket[0]}”，请改成半角“[”和“]”")
    return "；".join(hints) + "。" if hints else ""
