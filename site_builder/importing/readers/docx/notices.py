"""What a person should know of a Word file that was read, as diagnostics."""

from collections.abc import Iterable

from site_builder.importing.readers.docx.session import MAX_NOTED_PLACES, ReadingSession
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.location import Location

_CHECK = "请对照原文件核对。"
_NOTICES = {
    "revision": (
        "import/revisions",
        "带着还没有接受或者拒绝的修订，按接受以后的样子读",
        "请在 Word 里逐条接受或者拒绝修订，保存后再导入；或者核对这几处。",
    ),
    "comment": (
        "import/comments",
        "有批注，没有读进正文",
        "批注列在“没有用上的文字”里；请看看是不是还有没改的地方。",
    ),
    "hidden": ("import/hidden", "有隐藏的文字，没有读进来", _CHECK),
    "faint": (
        "import/faint-text",
        "有纸上看不见的文字（白色，或者极小），已经读进来",
        "不该有的，请在原文件里删去再导入，或者在导入以后删去。",
    ),
    "struck": (
        "import/struck-text",
        "有带删除线的文字，照原样读进来了",
        "作废的请在原文件里删去再导入，或者在导入以后删去。",
    ),
    "symbol": ("import/symbols", "有认不出的特殊符号，读作“〓”", _CHECK),
    "formula": ("import/equations", "有公式，只读出了其中的字", _CHECK),
    "highlight": (
        "import/highlights",
        "有涂了颜色的文字，已经读进来",
        "涂色往往是没有定稿的记号，请核对这几处。",
    ),
    "field": ("import/fields", "有的域代码没有写完，或者编号由 Word 现算，没有读出来", _CHECK),
    "merged": ("import/merged-cells", "合并的格子里还有看不见的文字，没有采用", _CHECK),
    "unread": (
        "import/unread-text",
        "有文字放在图形里或者 Word 不会显示的地方，没有读进正文",
        _CHECK,
    ),
    "picture": (
        "import/pictures",
        "有图片的格式不能用（EMF、WMF、BMP、TIFF 等），没有取出",
        "请在原文件里把图片另存为 PNG，放进 files 文件夹，再写进正文。",
    ),
    "linked-picture": (
        "import/pictures",
        "有图片不在文件里，只有链接，没有取出",
        "请把图片另存为 PNG，放进 files 文件夹，再写进正文。",
    ),
    "object": (
        "import/objects",
        "有嵌入的对象或者图表，里面的文字和数字没有读",
        "请打开它核对；有统计数字的，改成 Word 的表格再导入。",
    ),
    "chunk": (
        "import/chunks",
        "文件里整段嵌着另一份文件或者网页，没有读",
        "请用 Word 打开这个文件，另存为新的 .docx，再导入。",
    ),
    "note": ("import/notes", "有脚注的编号，没有脚注的文字", _CHECK),
    "macro": (
        "import/macros",
        "文件带有宏，没有运行，也没有读",
        "不认识来历的宏可能有害；请另存为 .docx。",
    ),
}


def build_notices(session: ReadingSession) -> tuple[Diagnostic, ...]:
    """Build a warning for each kind of thing that happened, with its places."""
    location = Location(session.file)
    return tuple(
        warning(code, location, message + _places(session.events[kind]), hint)
        for kind, (code, message, hint) in _NOTICES.items()
        if kind in session.events
    )


def _places(details: Iterable[str]) -> str:
    """Return the places in brackets, the first few of them."""
    places = list(dict.fromkeys(filter(None, details)))
    if not places:
        return ""
    more = f"……共 {len(places)} 处" if len(places) > MAX_NOTED_PLACES else ""
    return f"（{'；'.join(places[:MAX_NOTED_PLACES])}{more}）"
