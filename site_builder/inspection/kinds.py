"""What a page is for: the columns that the law and 国办公开办函〔2019〕61号 ask of a site."""

from site_builder.inspection.page import WebPage
from site_builder.model.lazy_pattern import lazy_pattern

COLUMNS = {
    "guide": "政府信息公开指南",
    "rules": "政府信息公开制度",
    "catalogue": "法定主动公开内容（公开目录）",
    "reports": "政府信息公开工作年度报告",
}
_PATTERNS = (
    ("report", lazy_pattern(r"(?<!\d)20\d\d(?!\d).{0,40}(?:年度报告|年报)")),
    ("reports", lazy_pattern(r"年度报告|年报")),
    ("apply", lazy_pattern(r"依申请公开|申请公开")),
    ("guide", lazy_pattern(r"公开指南")),
    ("catalogue", lazy_pattern(r"公开目录|主动公开(?:内容|基本目录)?$|法定主动公开")),
    ("rules", lazy_pattern(r"公开制度|政策法规|公开条例|规章制度|公开规定")),
)
_YEAR = lazy_pattern(r"(?<!\d)(20\d\d)(?!\d)")
_SITE_NAME = lazy_pattern(r"\s*[_|｜]\s*|\s+[-–—]\s+")
IMPORTANT = lazy_pattern(r"指南|年度报告|年报|公开目录|主动公开|公开制度|政策法规|依申请|信息公开")


def kind_of(page: WebPage, link_text: str) -> str:
    """Return what a page is for: by its heading, its title, or the link to it; empty for other."""
    for words in (page.heading, _SITE_NAME.split(page.title)[0], link_text):
        kind = kind_of_words(words)
        if kind:
            return kind
    return ""


def kind_of_words(words: str) -> str:
    """Return what a name promises; empty for nothing that is looked for."""
    joined = "".join(words.split())
    return next((kind for kind, pattern in _PATTERNS if pattern.search(joined)), "")


def year_of(words: str) -> int:
    """Return the year that a name states; 0 for none."""
    match = _YEAR.search("".join(words.split()))
    return int(match[1]) if match else 0
