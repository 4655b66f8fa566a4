"""Names of encodings of Chinese, as pages and files declare them."""

ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "cp936", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("big5", "big5-hkscs", "cp950"), "big5hkscs"),
}
"""What may be declared, and the encoding to read it by; every other name is none of Chinese."""
