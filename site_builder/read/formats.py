"""Kinds of files that offices drop into folders, and what to do with each.

Used by `read.misplaced` and `read.attachments`.
"""

_SAVE_AS = {
    "DOCX 或 PDF": ("doc", "wps", "wpt", "rtf", "odt", "pages", "docm", "dot", "dotx", "uot"),
    "XLSX 或 PDF": ("xls", "et", "ett", "ods", "numbers", "xlsm", "xlsb", "xlt", "xltx", "uos"),
    "PPTX 或 PDF": ("ppt", "dps", "dpt", "odp", "key", "pptm", "pps", "ppsx", "pot", "uop"),
    "PDF": ("ofd", "ceb", "cebx", "sep", "gd", "gw", "caj", "html", "htm", "mht", "mhtml", "xps"),
    "PNG 或 JPG": ("bmp", "tif", "tiff", "heic", "heif", "psd", "svg", "ico"),
    "MP4": ("avi", "wmv", "mov", "flv", "mkv", "rmvb"),
    "MP3": ("wav", "wma", "m4a", "amr", "aac"),
}
_BY_ENDING = {ending: format_ for format_, some in _SAVE_AS.items() for ending in some}
_PACKED = ("zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz")
_SHEETS = ("xls", "xlsx", "et", "ett", "csv", "ods", "numbers", "xlsm", "xlsb")
_PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "heic")
_PLAIN = ("txt", "text", "md")
_WRITTEN = ("pdf", "docx", "pptx", "json", "xml", "mp3", "mp4", *_SHEETS, *_PICTURES, *_PACKED)


def ending_of(path: str) -> str:
    """Return what follows the last dot of a file's name, in small letters; empty for none."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def save_as(path: str) -> str:
    """Return the format that a file has to be saved in to be read; empty when there is none."""
    return _BY_ENDING.get(ending_of(path), "")


def is_packed(path: str) -> bool:
    """Tell whether a file is an archive of others."""
    return ending_of(path) in _PACKED


def is_office_file(path: str) -> bool:
    """Tell whether a file is one that offices publish or paste from, and no text of the site."""
    ending = ending_of(path)
    return ending in _BY_ENDING or ending in _WRITTEN


def is_sheet(path: str) -> bool:
    """Tell whether a file is a spreadsheet."""
    return ending_of(path) in _SHEETS


def is_picture(path: str) -> bool:
    """Tell whether a file is a picture."""
    return ending_of(path) in _PICTURES


def is_plain_text(path: str) -> bool:
    """Tell whether a file is text under another name."""
    return ending_of(path) in _PLAIN
