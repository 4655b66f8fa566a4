"""Characters of Chinese, Japanese and Korean."""

from site_builder.model.lazy_pattern import lazy_pattern

_CJK = lazy_pattern(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)


def is_cjk(char: str) -> bool:
    """Return whether a character is Chinese, Japanese or Korean, or full-width punctuation."""
    return _CJK.match(char) is not None
