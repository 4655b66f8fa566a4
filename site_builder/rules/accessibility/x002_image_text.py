"""图片的替代文字。

查什么：
    每张图片有没有替代文字；替代文字是不是文件名，或“图片1”之类说明不了内容的字。
依据：
    《无障碍环境建设法》第三十二条；GB/T 37668—2019（非文本内容有替代文本）。看不见图的人只能听到
    替代文字。
错误示例：
    ![](../files/map.png)；![图片1](../files/map.png)
怎么改：
    在方括号里写图上的内容，如 ![园区位置图：南起示范大道，北至滨江路](../files/map.png)。
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.prose import locate_element

_BASIS = "《无障碍环境建设法》第三十二条；GB/T 37668—2019"
_GENERIC_WORDS = lazy_pattern(
    r"(?:图片?|插图|配图|照片|截图|屏幕截图|微信图片|未命名|未标题|image|img|pic|picture|photo|untitled"
    r"|screenshot|dsc)?[\s_()（）-]*\d*(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_FILE_NAME = lazy_pattern(r"[^\s。，]+\.(?:png|jpe?g|gif|webp|bmp|svg|tiff?)", re.IGNORECASE)


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    for image in text.elements:
        if image.kind != "image":
            continue
        words = image.text.strip()
        name = unquote(image.target).rpartition("/")[2]
        if not words:
            yield Diagnostic(
                "x002/missing",
                Severity.ERROR,
                locate_element(text, image),
                f"图片“{name}”没有替代文字",
                "请在 ![ ] 的方括号里写明图上的内容。",
                basis=_BASIS,
                subject=name,
            )
        elif words in (name, name.rpartition(".")[0]) or _is_meaningless(words):
            yield Diagnostic(
                "x002/file-name",
                Severity.WARNING,
                locate_element(text, image),
                f"图片“{name}”的替代文字“{words}”没有说明内容",
                "请写明图上的内容；听到这几个字的人应当知道图上有什么。",
                basis=_BASIS,
                subject=name,
                actual=words,
            )


def _is_meaningless(words: str) -> bool:
    return bool(_GENERIC_WORDS.fullmatch(words) or _FILE_NAME.fullmatch(words))
