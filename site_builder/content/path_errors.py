"""Diagnostics about files and folders that lie, or are named, as no file of a site is.

`expected` of a diagnostic is the path that was meant, where that is certain enough to explain other
diagnostics: a report is not missing twice.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from site_builder.core import office_file_types
from site_builder.core.text.fullwidth import CHINESE_DIGITS, to_halfwidth
from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match
from site_builder.core.urls import ASCII_NAME, YEAR
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

_YEAR_IN_NAME = lazy_pattern("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_YEAR_FOLDER_HINT = (
    "年份文件夹里放 report.md、figures.yaml、index.md，公开文件放 documents，附件放 files。"
)
_TOP_FOLDER_HINT = (
    "网页放在 content 下（.md），制度放 rules，年报和公开文件放年份文件夹（如 2020），"
    "附件放 files。"
)
_BACKUP_NAME = re.compile(r"副本|备份|旧稿|\([0-9]+\)|（[0-9]+）|[Cc]opy|[Bb]ackup|\bbak\b")
"""What Windows and people call a file that was there before."""
_YEAR_FILES = ("index.md", "report.md", "figures.yaml")


def invalid_name_error(path: str, *, folder: bool) -> Diagnostic:
    """Report that a name works in no address, or not on every office's computer."""
    name = path.rpartition("/")[2]
    location = Location(f"content/{path}")
    if ASCII_NAME.fullmatch(name):
        hint = "请换一个名字：不用 con、prn、aux、nul、com1、lpt1，不连写两个点，不以点结尾。"
        message = f"文件名或文件夹名“{name}”在 Windows 上不能用"
        return error("scan/name", location, message, hint)
    message = f"{'文件夹名' if folder else '文件名'}有中文、空格或特殊符号"
    if folder:
        intended, hint = _guess_folder(path)
        diagnostic = error("scan/name", location, message, hint or "请改成英文字母、数字、- 和 _。")
        return replace(diagnostic, expected=f"content/{intended}" if intended else "")
    prefix = "是备份的，请移到 content 外面；要公开的，" if _BACKUP_NAME.search(name) else "请"
    hint = f"{prefix}改成英文字母、数字、- 和 _（如 2021-tongzhi.md）；标题写在文件里，不受影响。"
    return error("scan/name", location, message, hint)


def doubled_extension_error(path: str) -> Diagnostic:
    """Report that a text's name ends in `.md` twice: Windows hides the first."""
    intended = f"content/{path.removesuffix('.md')}"
    hint = f"请改名为“{intended.rpartition('/')[2]}”（Windows 可能不显示后面的 .md）。"
    diagnostic = error("scan/name", Location(f"content/{path}"), "文件名多了一个 .md", hint)
    return replace(diagnostic, expected=intended)


def unknown_folder_error(path: str, siblings: Collection[str]) -> Diagnostic:
    """Report once that nothing is known of a folder; `siblings` are the names next to it."""
    intended, hint = _guess_folder(path)
    name = intended.rpartition("/")[2]
    top, _, rest = path.partition("/")
    if name in siblings:
        hint = f"已经有“{name}”了。备份和旧稿请移到 content 外面；要公开的，并进“{name}”。"
        intended = ""
    elif not intended and rest and top == "rules":
        hint = "rules 里不再分文件夹，请把里面的文件放到 rules 下。"
    elif not intended and rest.startswith("documents/"):
        hint = f"documents 里不再分文件夹，请把里面的文件放到 {top}/documents 下。"
    elif not intended:
        hint = (_YEAR_FOLDER_HINT if rest else _TOP_FOLDER_HINT) + "不公开的请移到 content 外面。"
    diagnostic = error("scan/place", Location(f"content/{path}"), "不知道这个文件夹做什么用", hint)
    return replace(diagnostic, expected=f"content/{intended}" if intended else "")


def _guess_folder(path: str) -> tuple[str, str]:
    """Guess the folder that was meant. Returns its path and the hint, or nothing."""
    top, _, rest = path.partition("/")
    if not rest:
        year = _YEAR_IN_NAME.search(to_halfwidth(top).translate(CHINESE_DIGITS))
        if year:
            backup_hint = "备份和旧稿请移到 content 外面。" if re.search("[A-Za-z]", top) else ""
            return year[0], f"年份文件夹只写四位数字，请改名为“{year[0]}”。{backup_hint}"
        suggestion = (
            closest_match(top, ("rules", "files"), HIGH_CONFIDENCE) if top.isascii() else ""
        )
        suggestion = "rules" if "制度" in top else "files" if "附件" in top else suggestion
        return suggestion, f"是不是“{suggestion}”？请照此改名。" if suggestion else ""
    if not YEAR.fullmatch(top) or "/" in rest:
        return "", ""
    suggestion = closest_match(rest, ("documents", "files")) if rest.isascii() else ""
    if not suggestion and "附件" in rest:
        suggestion = "files"
    elif not suggestion and re.search("文件|公开|信息|通知", rest):
        suggestion = "documents"
    hint = (
        f"文件夹名是不是“{suggestion}”？{_YEAR_FOLDER_HINT}"
        if suggestion
        else f"{_YEAR_FOLDER_HINT}请照此改名。"
    )
    return f"{top}/{suggestion}" if suggestion else "", hint


def unknown_file_error(path: str, formats: Collection[str]) -> Diagnostic:
    """Return what is to be done with a file that is none of a site's."""
    location = Location(f"content/{path}")
    folder, _, name = path.rpartition("/")
    top, _, rest = folder.partition("/")
    if top == "files" or rest.split("/")[0] == "files":
        return error(
            "scan/format", location, "不能公开这种类型的附件", conversion_hint(path, formats)
        )
    stem = name.partition(".")[0]
    stem = stem if ASCII_NAME.fullmatch(f"{stem}.md") else "x"
    if office_file_types.is_office_file(path):
        extension = office_file_types.extension_of(path).upper()
        message = f"这个文件夹放网站的文字和数据，不放 {extension} 文件"
        intended, hint = _office_file_hint(path, folder, stem)
    else:
        message = "不知道这个文件做什么用"
        intended, hint = _text_file_hint(name, folder, stem)
    diagnostic = error("scan/place", location, message, hint)
    return replace(diagnostic, expected=f"content/{intended}" if intended else "")


def conversion_hint(path: str, formats: Collection[str]) -> str:
    """Return what to do with a file that cannot be published as it is."""
    target = office_file_types.conversion_target(path)
    if target:
        return f"请另存为（或导出为）{target}，再放进来。"
    if office_file_types.is_archive(path):
        return "请解压以后，把里面的文件逐个放进来。"
    return f"可以公开的附件类型：{'、'.join(sorted(formats))}。"


def _office_file_hint(path: str, folder: str, stem: str) -> tuple[str, str]:
    """Return the text that an office file was put in place of, and what to do."""
    top, _, rest = folder.partition("/")
    year = top if YEAR.fullmatch(top) else ""
    files = f"content/{year}/files" if year else "content/files"
    # Put there under its Chinese name, it would be refused there.
    rename_hint = (
        "" if ASCII_NAME.fullmatch(path.rpartition("/")[2]) else "改成英文字母或数字的名字，"
    )
    attachment_hint = f"要作附件公开的，{rename_hint}放进 {files}，在文稿开头的“附件”里写上它。"
    if office_file_types.is_picture(path):
        name = (
            f"x.{office_file_types.extension_of(path)}" if rename_hint else path.rpartition("/")[2]
        )
        link = f"{'../' if rest or top == 'rules' else ''}files/{name}"
        return "", f"图片请{rename_hint}放进 {files}，在正文里写 ![图片说明]({link})。"
    if office_file_types.is_archive(path):
        return "", f"压缩包请先解压。文字粘贴到 .md 文件；{attachment_hint}"
    if year and not rest and (office_file_types.is_spreadsheet(path) or stem == "figures"):
        instruction = (
            f"数字请照表录入 content/{year}/figures.yaml（可以整行粘贴）；{attachment_hint}"
        )
        return (f"{year}/figures.yaml" if stem == "figures" else ""), instruction
    if year and not rest:
        report = stem == "report" or bool(re.search("年报|年度报告|工作报告", path))
        instruction = (
            f"年度报告的文字请粘贴到 content/{year}/report.md，"
            f"数字录入 figures.yaml；{attachment_hint}"
        )
        return (f"{year}/report.md" if report else ""), instruction
    if not folder and re.search("年报|年度报告|工作报告", path):
        return "", f"{_new_report_hint(path)}；{attachment_hint}"
    text = f"content/{folder}/{stem}.md".replace("//", "/")
    return "", f"要当网页的，把文字粘贴到 {text}（文本文件）；{attachment_hint}"


def _new_report_hint(path: str) -> str:
    """Return where a report of the year that the file's name holds is to be written."""
    named_year = _YEAR_IN_NAME.search(to_halfwidth(path))
    folder = f"content/{named_year[0] if named_year else '年份'}"
    year_argument = named_year[0] if named_year else "2024 这样的年份"
    return (
        f"年度报告的文字请粘贴到 {folder}/report.md，数字录入同一文件夹的 figures.yaml"
        f"（运行 site-builder new report {year_argument} 会写好空白的）"
    )


def _text_file_hint(name: str, folder: str, stem: str) -> tuple[str, str]:
    """Guess what a text was meant to be called. Returns its path, or nothing, and the hint."""
    top, _, rest = folder.partition("/")
    in_year = bool(YEAR.fullmatch(top)) and not rest
    real_name = name.removesuffix(".txt")
    hidden_note = "（记事本保存时加了 .txt，Windows 可能不显示）" if real_name != name else ""
    if in_year:
        suggestion = closest_match(real_name, _YEAR_FILES) if real_name.isascii() else ""
        if re.search("年报|报告", real_name):
            suggestion = "report.md"
        elif re.search("数据|统计|数字", real_name):
            suggestion = "figures.yaml"
        hint = f"是不是“{suggestion}”？请改名{hidden_note}。" if suggestion else ""
        return (f"{folder}/{suggestion}" if suggestion else ""), hint + _YEAR_FOLDER_HINT
    if hidden_note or office_file_types.is_plain_text(name):
        new_name = (
            real_name
            if real_name.endswith(".md") and ASCII_NAME.fullmatch(real_name)
            else f"{stem}.md"
        )
        return "", f"请改名为“{new_name}”{hidden_note}，文件开头写两行 --- 括起来的说明。"
    if rest.split("/")[0] == "documents":
        return "", "documents 里只放 .md 文件。附件放 files。"
    return "", _YEAR_FOLDER_HINT if YEAR.fullmatch(top) else _TOP_FOLDER_HINT
