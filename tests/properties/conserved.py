"""Double entry for texts: what was typed against what is shown, sign by sign.

What a page shows is read back from its HTML; what marks may cost is counted from the structure it
has. Nothing here knows how the text was parsed.
"""

import re
from collections import Counter

import lxml.html

from site_builder.model.document import Prose
from site_builder.read.text import Text

NOT_SHOWN = re.compile("不会印出来|印不出来|没有印出来|只有一次会印出来")
"""In a finding: something is not shown, and its author is told."""
_ESCAPES = re.compile(r"^[\s>:.0-9-]*\\[#>+*-]|^[\s>:-]*[0-9]+\\[.)]|\\\*|\\\|", re.MULTILINE)
_LEAD = re.compile(r"^([\s>:.0-9-]*).*")
_GAPS = re.compile(r"\s+")
_CAPTION = re.compile(r"^表：([^（\n]*)(?:（[^（）\n]*行标题）)?$(?=\n+\|)", re.MULTILINE)
"""Marks that make the line above a table its name."""


def shown(prose: Prose) -> str:
    """Return what a page shows of a text, without blanks and what the program adds."""
    tree = lxml.html.fromstring(f"<div>{prose.html}</div>")
    for one in tree.xpath("//*[@class='footnote-ref' or @class='footnote-backref']"):
        one.drop_tree()
    for one in tree.xpath("//a[@class='outside']"):
        # The notice stands last in its link.
        last = one[-1] if len(one) else None
        words = (last.tail if last is not None else one.text) or ""
        if last is not None:
            last.tail = words.removesuffix("（外部链接）")
        else:
            one.text = words.removesuffix("（外部链接）")
    for one in tree.xpath("//img"):
        one.tail = one.get("alt", "") + (one.tail or "")
    return _GAPS.sub("", "".join(tree.itertext()))


def problems(source: str, prose: Prose, text: Text) -> list[str]:
    """Return what went missing, came in, or changed its place without a word."""
    source = _CAPTION.sub(r"\1", source)
    typed, out = _GAPS.sub("", source), shown(prose)
    notes = "[^" in source
    found: list[str] = []
    if Counter(out) - Counter(typed):
        found.append(f"new: {Counter(out) - Counter(typed)}")
    elif not notes and not _in_order(out, typed):
        found.append("out of order")
    if any(NOT_SHOWN.search(one.message + one.hint) for one in text.findings):
        return found
    missing = Counter(typed)
    missing.subtract(Counter(out))
    least, most = _costs(source, prose, text)
    found += [
        f"{sign}: {missing[sign]}, not {least[sign]} to {most[sign]}"
        for sign in sorted({*missing, *most})
        if not least[sign] <= missing[sign] <= most[sign]
    ]
    return found


def _in_order(out: str, typed: str) -> bool:
    left = iter(typed)
    return all(sign in left for sign in out)


def _costs(source: str, prose: Prose, text: Text) -> tuple[Counter[str], Counter[str]]:
    """Count what the marks of this structure take: at least, and at most."""
    tree = lxml.html.fromstring(f"<div>{prose.html}</div>")

    def count(path: str) -> int:
        return len(tree.xpath(path))

    exact: Counter[str] = Counter()
    exact["*"] = 4 * count("//strong")
    for level in range(1, 7):
        exact["#"] += level * count(f"//h{level}")
    most: Counter[str] = Counter()
    most["`"] = source.count("`") * bool(count("//code"))
    lines = source.split("\n")
    quoting = sum(_LEAD.sub(r"\1", line).count(">") for line in lines)
    ruling = sum(len(line) for line in lines if set(line.strip(" >\t:")) == {"-"})
    most[">"] = quoting * bool(count("//blockquote"))
    most["-"] = count("//ul/li") + ruling * bool(count("//hr"))
    for one in tree.xpath("//ol[not(@class)]"):
        start = int(one.get("start", "1"))
        for number in range(start, start + len(one.xpath("./li"))):
            exact.update(f"{number}.")
    most[":"] = count("//dd")
    if count("//table"):
        most.update({"|": source.count("|"), "-": source.count("-"), ":": source.count(":")})
        most.update("<br/>" * count("//td//br | //th//br"))
    most["\\"] += len(_ESCAPES.findall(source))
    _add_links(text, exact, most)
    for label in re.findall(r"\[\^([^\]\s]+)\]:?", source):
        most.update(f"[^{label}]:")
    return exact, exact + most


def _add_links(text: Text, exact: Counter[str], most: Counter[str]) -> None:
    for child in (child for token in text.tokens for child in token.children or ()):
        if child.type in ("link_open", "image"):
            alone = child.markup == "autolink"
            exact.update(("" if alone else "[]()") + "!" * (child.type == "image"))
            most.update("<>" if alone else "<>" + child.meta["typed"])
