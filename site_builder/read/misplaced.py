"""What is said about files and folders that lie, or are called, as no file of a site is.

Called by `read.scan`. `expected` of a finding is the path that was meant, where that is certain
enough to explain other findings: a report is not missing twice.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.place import Location
from site_builder.narrow import to_halfwidth
from site_builder.nearest import HIGH_CONFIDENCE, closest_match
from site_builder.read import formats as kinds
from site_builder.urls import ASCII_NAME, YEAR

_HAN = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR_IN_A_NAME = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_IN_YEAR = "年份文件夹里放 report.md、figures.yaml、index.md，公开文件放 documents，附件放 files。"
_TOP = (
    "网页放在 content 下（.md），制度放 rules，年报和公开文件放年份文件夹（如 2020），"
    "附件放 files。"
)
_COPY = re.compile(r"副本|备份|旧稿|\([0-9]+\)|（[0-9]+）|[Cc]opy|[Bb]ackup|\bbak\b")
"""What Windows and people call a file that was there before."""
_OF_YEAR = ("index.md", "report.md", "figures.yaml")


def bad_name(path: str, *, folder: bool) -> Diagnostic:
    """Say that a name works in no address, or not on every office's computer."""
    name = path.rpartition("/")[2]
    place = Location(f"content/{path}")
    if ASCII_NAME.fullmatch(name):
        hint = "请换一个名字：不用 con、prn、aux、nul、com1、lpt1，不连写两个点，不以点结尾。"
        message = f"文件名或文件夹名“{name}”在 Windows 上不能用"
        return error("scan/name", place, message, hint)
    message = f"{'文件夹名' if folder else '文件名'}有中文、空格或特殊符号"
    if folder:
        meant, hint = _folder_meant(path)
        found = error("scan/name", place, message, hint or "请改成英文字母、数字、- 和 _。")
        return replace(found, expected=f"content/{meant}" if meant else "")
    aside = "是备份的，请移到 content 外面；要公开的，" if _COPY.search(name) else "请"
    hint = f"{aside}改成英文字母、数字、- 和 _（如 2021-tongzhi.md）；标题写在文件里，不受影响。"
    return error("scan/name", place, message, hint)


def doubled_ending(path: str) -> Diagnostic:
    """Say that a text's name ends in `.md` twice: Windows hides the one that was there already."""
    meant = f"content/{path.removesuffix('.md')}"
    hint = f"请改名为“{meant.rpartition('/')[2]}”（Windows 可能不显示后面的 .md）。"
    found = error("scan/name", Location(f"content/{path}"), "文件名多了一个 .md", hint)
    return replace(found, expected=meant)


def unknown_folder(path: str, beside: Collection[str]) -> Diagnostic:
    """Say once that nothing is known of a folder; `beside` are the names next to it."""
    meant, hint = _folder_meant(path)
    name = meant.rpartition("/")[2]
    top, _, rest = path.partition("/")
    if name in beside:
        hint = f"已经有“{name}”了。备份和旧稿请移到 content 外面；要公开的，并进“{name}”。"
        meant = ""
    elif not meant and rest and top == "rules":
        hint = "rules 里不再分文件夹，请把里面的文件放到 rules 下。"
    elif not meant and rest.startswith("documents/"):
        hint = f"documents 里不再分文件夹，请把里面的文件放到 {top}/documents 下。"
    elif not meant:
        hint = (_IN_YEAR if rest else _TOP) + "不公开的请移到 content 外面。"
    found = error("scan/place", Location(f"content/{path}"), "不知道这个文件夹做什么用", hint)
    return replace(found, expected=f"content/{meant}" if meant else "")


def _folder_meant(path: str) -> tuple[str, str]:
    """Guess the folder that was meant. Returns its path and the cure, or nothing."""
    top, _, rest = path.partition("/")
    if not rest:
        year = _YEAR_IN_A_NAME.search(to_halfwidth(top).translate(_HAN))
        if year:
            aside = "备份和旧稿请移到 content 外面。" if re.search("[A-Za-z]", top) else ""
            return year[0], f"年份文件夹只写四位数字，请改名为“{year[0]}”。{aside}"
        close = closest_match(top, ("rules", "files"), HIGH_CONFIDENCE) if top.isascii() else ""
        close = "rules" if "制度" in top else "files" if "附件" in top else close
        return close, f"是不是“{close}”？请照此改名。" if close else ""
    if not YEAR.fullmatch(top) or "/" in rest:
        return "", ""
    close = closest_match(rest, ("documents", "files")) if rest.isascii() else ""
    if not close and "附件" in rest:
        close = "files"
    elif not close and re.search("文件|公开|信息|通知", rest):
        close = "documents"
    hint = f"文件夹名是不是“{close}”？{_IN_YEAR}" if close else f"{_IN_YEAR}请照此改名。"
    return f"{top}/{close}" if close else "", hint


def no_use(path: str, formats: Collection[str]) -> Diagnostic:
    """Say what is to be done with a file that is none of a site's."""
    place = Location(f"content/{path}")
    folder, _, name = path.rpartition("/")
    top, _, rest = folder.partition("/")
    if top == "files" or rest.split("/")[0] == "files":
        return error("scan/format", place, "不能公开这种类型的附件", _other_format(path, formats))
    stem = name.partition(".")[0]
    stem = stem if ASCII_NAME.fullmatch(f"{stem}.md") else "x"
    if kinds.is_office_file(path):
        message = f"这个文件夹放网站的文字和数据，不放 {kinds.ending_of(path).upper()} 文件"
        meant, hint = _cure_for_office_file(path, folder, stem)
    else:
        message = "不知道这个文件做什么用"
        meant, hint = _cure_for_text(name, folder, stem)
    found = error("scan/place", place, message, hint)
    return replace(found, expected=f"content/{meant}" if meant else "")


def _other_format(path: str, formats: Collection[str]) -> str:
    other = kinds.save_as(path)
    if other:
        return f"请另存为（或导出为）{other}，再放进来。"
    if kinds.is_packed(path):
        return "请解压以后，把里面的文件逐个放进来。"
    return f"可以公开的附件类型：{'、'.join(sorted(formats))}。"


def _cure_for_office_file(path: str, folder: str, stem: str) -> tuple[str, str]:
    """Give the text that an office file was put in place of, and what to do."""
    top, _, rest = folder.partition("/")
    year = top if YEAR.fullmatch(top) else ""
    files = f"content/{year}/files" if year else "content/files"
    # Put there under its Chinese name, it would be refused there.
    named = "" if ASCII_NAME.fullmatch(path.rpartition("/")[2]) else "改成英文字母或数字的名字，"
    attach = f"要作附件公开的，{named}放进 {files}，在文稿开头的“附件”里写上它。"
    if kinds.is_picture(path):
        name = f"x.{kinds.ending_of(path)}" if named else path.rpartition("/")[2]
        way = f"{'../' if rest or top == 'rules' else ''}files/{name}"
        return "", f"图片请{named}放进 {files}，在正文里写 ![图片说明]({way})。"
    if kinds.is_packed(path):
        return "", f"压缩包请先解压。文字粘贴到 .md 文件；{attach}"
    if year and not rest and (kinds.is_sheet(path) or stem == "figures"):
        instruction = f"数字请照表录入 content/{year}/figures.yaml（可以整行粘贴）；{attach}"
        return (f"{year}/figures.yaml" if stem == "figures" else ""), instruction
    if year and not rest:
        report = stem == "report" or bool(re.search("年报|年度报告|工作报告", path))
        instruction = (
            f"年度报告的文字请粘贴到 content/{year}/report.md，数字录入 figures.yaml；{attach}"
        )
        return (f"{year}/report.md" if report else ""), instruction
    if not folder and re.search("年报|年度报告|工作报告", path):
        named_year = _YEAR_IN_A_NAME.search(to_halfwidth(path))
        year = named_year[0] if named_year else "年份"
        instruction = (
            f"年度报告的文字请粘贴到 content/{year}/report.md，数字录入同一文件夹的 figures.yaml"
        )
        blank = named_year[0] if named_year else "2024 这样的年份"
        return "", f"{instruction}（运行 site-builder new report {blank} 会写好空白的）；{attach}"
    text = f"content/{folder}/{stem}.md".replace("//", "/")
    return "", f"要当网页的，把文字粘贴到 {text}（文本文件）；{attach}"


def _cure_for_text(name: str, folder: str, stem: str) -> tuple[str, str]:
    """Guess what a text was meant to be called. Returns its path, or nothing, and the cure."""
    top, _, rest = folder.partition("/")
    in_year = bool(YEAR.fullmatch(top)) and not rest
    whole = name.removesuffix(".txt")
    hidden = "（记事本保存时加了 .txt，Windows 可能不显示）" if whole != name else ""
    if in_year:
        close = closest_match(whole, _OF_YEAR) if whole.isascii() else ""
        if re.search("年报|报告", whole):
            close = "report.md"
        elif re.search("数据|统计|数字", whole):
            close = "figures.yaml"
        hint = f"是不是“{close}”？请改名{hidden}。" if close else ""
        return (f"{folder}/{close}" if close else ""), hint + _IN_YEAR
    if hidden or kinds.is_plain_text(name):
        new = whole if whole.endswith(".md") and ASCII_NAME.fullmatch(whole) else f"{stem}.md"
        return "", f"请改名为“{new}”{hidden}，文件开头写两行 --- 括起来的说明。"
    if rest.split("/")[0] == "documents":
        return "", "documents 里只放 .md 文件。附件放 files。"
    return "", _IN_YEAR if YEAR.fullmatch(top) else _TOP
