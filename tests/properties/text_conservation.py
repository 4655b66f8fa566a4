"""Double entry for texts: what was typed against what is shown, sign by sign.

What a page shows is read back from its HTML; what marks may cost is counted from the structure it
has. Nothing here knows how the text was parsed.
"""

import re
from collections import Counter

import lxml.html

from site_builder.content.markdown.source import MarkdownSource
from site_builder.model.prose import Prose

NOT_SHOWN = re.compile("不会印出来|印不出来|没有印出来|只有一次会印出来")
"""In a diagnostic: something is not shown, and its author is informed."""
_ESCAPES = re.compile(r"^[\s>:.0-9-]*\\[#>+*-]|^[\s>:-]*[0-9]+\\[.)]|\\\*|\\\|", re.MULTILINE)
_LEAD = re.compile(r"^([\s>:.0-9-]*).*")
_GAPS = re.compile(r"\s+")
_CAPTION = re.compile(
    r"^(?:表：|(表[0-9]+)：)([^（\n]*)(?:（[^（）\n]*行标题）)?$(?=\n+\|)", re.MULTILINE
)
"""Marks that make the line above a table its name."""


def shown_text(prose: Prose) -> str:
    """Return what a page shows of a text, without blanks and what the program adds."""
    tree = lxml.html.fromstring(f"<div>{prose.html}</div>")
    for element in tree.xpath("//*[@class='footnote-ref' or @class='footnote-backref']"):
        element.drop_tree()
    for element in tree.xpath("//a[@class='outside']"):
        # The notice stands last in its link.
        last = element[-1] if len(element) else None
        words = (last.tail if last is not None else element.text) or ""
        if last is not None:
            last.tail = words.removesuffix("（外部链接）")
        else:
            element.text = words.removesuffix("（外部链接）")
    for element in tree.xpath("//img"):
        element.tail = element.get("alt", "") + (element.tail or "")
    return _GAPS.sub("", "".join(tree.itertext()))


def find_differences(source: str, prose: Prose, text: MarkdownSource) -> list[str]:
    """Return what went missing, came in, or changed its place without a word."""
    source = _CAPTION.sub(r"\1\2", source)
    typed, out = _GAPS.sub("", source), shown_text(prose)
    notes = "[^" in source
    result: list[str] = []
    if Counter(out) - Counter(typed):
        result.append(f"new: {Counter(out) - Counter(typed)}")
    elif not notes and not _in_order(out, typed):
        result.append("out of order")
    if any(
        NOT_SHOWN.search(diagnostic.message + diagnostic.hint) for diagnostic in text.diagnostics
    ):
        return result
    missing = Counter(typed)
    missing.subtract(Counter(out))
    minimum, maximum = _markup_counts(source, prose, text)
    result += [
        f"{sign}: {missing[sign]}, not {minimum[sign]} to {maximum[sign]}"
        for sign in sorted({*missing, *maximum})
        if not minimum[sign] <= missing[sign] <= maximum[sign]
    ]
    return result


def _in_order(out: str, typed: str) -> bool:
    remaining = iter(typed)
    return all(sign in remaining for sign in out)


def _markup_counts(
    source: str, prose: Prose, text: MarkdownSource
) -> tuple[Counter[str], Counter[str]]:
    """Count what the marks of this structure take: at least, and at most."""
    tree = lxml.html.fromstring(f"<div>{prose.html}</div>")

    def count(path: str) -> int:
        return len(tree.xpath(path))

    exact: Counter[str] = Counter()
    exact["*"] = 4 * count("//strong")
    for level in range(1, 7):
        exact["#"] += level * count(f"//h{level}")
    optional: Counter[str] = Counter()
    optional["`"] = source.count("`") * bool(count("//code"))
    lines = source.split("\n")
    quoting = sum(_LEAD.sub(r"\1", line).count(">") for line in lines)
    ruling = sum(len(line) for line in lines if set(line.strip(" >\t:")) == {"-"})
    optional[">"] = quoting * bool(count("//blockquote"))
    optional["-"] = count("//ul/li") + ruling * bool(count("//hr"))
    for element in tree.xpath("//ol[not(@class)]"):
        start = int(element.get("start", "1"))
        for number in range(start, start + len(element.xpath("./li"))):
            exact.update(f"{number}.")
    optional[":"] = count("//dd")
    if count("//table"):
        optional.update({"|": source.count("|"), "-": source.count("-"), ":": source.count(":")})
        optional.update("<br/>" * count("//td//br | //th//br"))
    optional["\\"] += len(_ESCAPES.findall(source))
    _add_links(text, exact, optional)
    for label in re.findall(r"\[\^([^\]\s]+)\]:?", source):
        optional.update(f"[^{label}]:")
    return exact, exact + optional


def _add_links(text: MarkdownSource, exact: Counter[str], optional: Counter[str]) -> None:
    for child in (child for token in text.tokens for child in token.children or ()):
        if child.type in ("link_open", "image"):
            alone = child.markup == "autolink"
            exact.update(("" if alone else "[]()") + "!" * (child.type == "image"))
            optional.update("<>" if alone else "<>" + child.meta["typed"])
