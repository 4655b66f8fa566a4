"""Kinds of files that offices drop into folders, and what to do with each."""

_CONVERSIONS = {
    "DOCX 或 PDF": ("doc", "wps", "wpt", "rtf", "odt", "pages", "docm", "dot", "dotx", "uot"),
    "XLSX 或 PDF": ("xls", "et", "ett", "ods", "numbers", "xlsm", "xlsb", "xlt", "xltx", "uos"),
    "PPTX 或 PDF": ("ppt", "dps", "dpt", "odp", "key", "pptm", "pps", "ppsx", "pot", "uop"),
    "PDF": ("ofd", "ceb", "cebx", "sep", "gd", "gw", "caj", "html", "htm", "mht", "mhtml", "xps"),
    "PNG 或 JPG": ("bmp", "tif", "tiff", "heic", "heif", "psd", "svg", "ico"),
    "MP4": ("avi", "wmv", "mov", "flv", "mkv", "rmvb"),
    "MP3": ("wav", "wma", "m4a", "amr", "aac"),
}
_CONVERSIONS_BY_EXTENSION = {
    extension: format_ for format_, extensions in _CONVERSIONS.items() for extension in extensions
}
_ARCHIVES = ("zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz")
_SPREADSHEETS = ("xls", "xlsx", "et", "ett", "csv", "ods", "numbers", "xlsm", "xlsb")
_PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "heic")
_PLAIN_TEXTS = ("txt", "text", "md")
_OTHER_OFFICE_FILES = (
    "pdf",
    "docx",
    "pptx",
    "json",
    "xml",
    "mp3",
    "mp4",
    *_SPREADSHEETS,
    *_PICTURES,
    *_ARCHIVES,
)


def extension_of(path: str) -> str:
    """Return what follows the last dot of a file's name, in small letters; empty for none."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def conversion_target(path: str) -> str:
    """Return the format that a file has to be saved in to be read; empty when there is none."""
    return _CONVERSIONS_BY_EXTENSION.get(extension_of(path), "")


def is_archive(path: str) -> bool:
    """Return whether a file is an archive of others."""
    return extension_of(path) in _ARCHIVES


def is_office_file(path: str) -> bool:
    """Return whether a file is one that offices publish or paste from, and no text of the site."""
    extension = extension_of(path)
    return extension in _CONVERSIONS_BY_EXTENSION or extension in _OTHER_OFFICE_FILES


def is_spreadsheet(path: str) -> bool:
    """Return whether a file is a spreadsheet."""
    return extension_of(path) in _SPREADSHEETS


def is_picture(path: str) -> bool:
    """Return whether a file is a picture."""
    return extension_of(path) in _PICTURES


def is_plain_text(path: str) -> bool:
    """Return whether a file is text under another name."""
    return extension_of(path) in _PLAIN_TEXTS
