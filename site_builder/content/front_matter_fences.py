"""The two lines `---` that part a file into front matter and Markdown."""

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

_FENCE = lazy_pattern(r"\s*[-－–—―─_]{2,}\s*")
_KEY = lazy_pattern(r"[^\s:：|>#][^:：]{0,19}[:：](?:\s|$|[^/])")
_UNAMBIGUOUS_KEY = lazy_pattern(r"[^\s:：#-]{1,12}:(?: \S|$)")
_HINT = "第一行写 ---，下面逐行写“键: 值”，再写一行 ---，然后是正文。"


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Take a file apart. Returns the YAML, the Markdown, and the Markdown's first line (from 1).

    The line is 0 when the file has no front matter.
    """
    opening_end = text.find("\n")
    if text[: max(opening_end, 0)].rstrip() != "---":
        return "", text, 0
    end = opening_end
    while (start := text.find("\n---", end)) >= 0:
        end = text.find("\n", start + 1)
        end = end if end >= 0 else len(text)
        if text[start + 1 : end].rstrip() == "---":
            line = text.count("\n", 0, start) + 3
            return text[opening_end + 1 : start], text[end + 1 :], line
    return "", text, 0


def split_verbatim(text: str) -> tuple[str, str, str] | None:
    """Return what stands before, in and after the YAML, with every letter as it is.

    A byte order mark stands before it; None when the text has no front matter.
    """
    yaml, _, line = split_front_matter(text.removeprefix("\ufeff"))
    if not line:
        return None
    start = text.index("\n") + 1
    # What stands between the fences ends before the line end that the second fence needs.
    end = start + len(yaml) + 1 if yaml else start
    return text[:start], text[start:end], text[end:]


def lacks_front_matter(text: str) -> bool:
    """Return whether a text has no front matter, and nothing that may be meant as one."""
    if split_front_matter(text)[2]:
        return False
    is_meant = _UNAMBIGUOUS_KEY.match(text.lstrip().split("\n", 1)[0])
    return not is_meant and missing_front_matter_error(text, "").hint == _HINT


def missing_front_matter_error(text: str, file: str) -> Diagnostic:
    """Return why a text that `split` could not take apart has no front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        return _unclosed_error(lines, file)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    location = Location(file, first + 1)
    if first and lines[first].rstrip() == "---":
        message = "文件开头的 --- 前面有空行"
        return error("document/front-matter", location, message, "请删去前面的空行。")
    if _FENCE.fullmatch(lines[first]):
        message = f"文件开头的“{lines[first].strip()}”不是三个半角减号"
        return error(
            "document/front-matter", location, message, "请改成 ---，独占一行，前面没有空格。"
        )
    if _KEY.match(lines[first]) and any(line.rstrip() == "---" for line in lines[first:]):
        hint = "请在说明的第一行前面加一行 ---，前面没有空行。"
        return error("document/front-matter", Location(file, 1), "文件开头少了一行 ---", hint)
    message = "文件开头没有用两行 --- 括起来的说明"
    return error("document/front-matter", Location(file, 1), message, _HINT)


def _unclosed_error(lines: list[str], file: str) -> Diagnostic:
    """Report that the second `---` is missing, where it should stand."""
    key = _KEY
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            key = _UNAMBIGUOUS_KEY  # People leave an empty line before the text.
        if _FENCE.fullmatch(line):
            message = f"缺少第二行 ---：这里的“{line.strip()}”不是三个半角减号"
            hint = "请改成 ---，独占一行，前面没有空格。"
            return error("document/front-matter", Location(file, number), message, hint)
        is_front_matter = not line.strip() or line[0] in " \t#-" or key.match(line)
        if not is_front_matter or line.startswith("##"):
            hint = "请在这一行的前面加一行 ---，上面是说明，下面是正文。"
            return error("document/front-matter", Location(file, number), "缺少第二行 ---", hint)
    hint = "请在说明的下面加一行 ---，再写正文。"
    return error("document/front-matter", Location(file, len(lines)), "缺少第二行 ---", hint)
