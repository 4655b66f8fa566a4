"""Lines that mean more to an office than to Markdown."""

from site_builder.model.lazy_pattern import lazy_pattern

_NUMERAL = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
PARAGRAPH_START = lazy_pattern(
    rf"(?:\u3000\u3000|\s*[（(]{_NUMERAL}[）)]|\s*{_NUMERAL}、"
    r"|\s*[0-9０-９]{1,2}(?:[、)）]|[.．](?![0-9０-９]))|\s*[（(][0-9０-９]{1,2}[）)]"
    r"|\s*(?:[-+*](?=[\s一-鿿])|[•·●○■□◆◇▪►➢√✓]|[>＞<＜≥≤=]=?(?=\s*[0-9])))"
)
FULL_WIDTH_LINK = lazy_pattern(
    r"[\[【［][^\[\]【】［］]{1,200}[\]】］]\s?(?:（|(?<=[】］])\()\s?[^\s（）()]{0,200}?"
    r"(?:://|\.(?:md|pdf|docx?|xlsx?|csv|html?)\b)"
)
