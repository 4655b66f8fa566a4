"""Names that files are saved under: whose they are, of which year, and what they are."""

_NOT_ON_WINDOWS = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
"""Signs that no file on Windows may be named with → those of full width, which look alike."""
_MAX_BYTES = 200
"""Of UTF-8: file systems take 255 of a name, and copies get a number behind it."""


def download_name(organization: str, title: str, year: int | None = None) -> str:
    """Return `机关-年份-题名`, without an ending; what the title says itself is not said twice."""
    subject = title.removeprefix(organization) or title
    dated = f"{year}年-{subject}" if year is not None and str(year) not in subject else subject
    name = f"{organization}-{dated}" if organization and dated != organization else dated
    printable = "".join(sign if sign.isprintable() else " " for sign in name)
    plain = " ".join(printable.translate(_NOT_ON_WINDOWS).split())
    return plain.encode()[:_MAX_BYTES].decode(errors="ignore").strip(" .") or "下载"
