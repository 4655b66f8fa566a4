"""Markdown as offices write it, and as nobody should: generated, the same for the same seed."""

from collections.abc import Callable
from random import Random

_WORDS = (
    *("甲", "乙方", "办理材料", "2021年6月1日", "2021年", "12", "3.14", "5℃", "+13.1%", "-1", "%"),
    *("（一）", "一、", "1、", "①", "“好”", "《条例》", "联系人：王某", "电话：0517-1234567"),
    *("抄送：市政府", "附件：", "（此件公开发布）", "示范园区管理委员会", "ABC", "word", "é"),
    *(
        "，",
        "。",
        "；",
        "：",
        "！",
        "——",
        "…",
        "\u3000",
        " ",
        "  ",
        '"',
        "'",
        "(a)",
        "A-B",
        "甲\xa0乙",
        "a@b.cn",
    ),
)
_FIRST = (
    "甲",
    "办理",
    "城乡建设：",
    "第一条",
    "“好”",
    "2021年",
    "word",
    '"甲"',
    "乙、丙",
    "（三）",
)
"""What a line, bold words and the words of a link begin with unless they are odd."""
_ODD_WORDS = (
    *("1.", "10)", "№", "#", "@", "~", "=", "+", "-", "_", "__", "!", "?", "/", ".", "$", "{}"),
    *(
        "：：：",
        "::",
        "|",
        "｜",
        "＞",
        "＝",
        "［",
        "【公告】",
        "】",
        "（a.md）",
        "王*",
        "Ω",
        "𠀀",
        "😀",
    ),
)
_BLANKS = (" ", "  ", "\u3000", "\xa0", "\n ", "\n  ", "\n\u3000")
_ADDRESSES = (
    *("a.md", "../../2020/documents/fees.md", "../files/x.pdf", "a.md#section-1", "./b.md", "x"),
    *("https://www.example.com/a/b", "https://www.gov.cn/", "http://x.gov.cn/a.html"),
    *("https://www.park.example/a", "https://a.b-c.com/x-y_z.html", "../a_b-c.d.md", "x.md.md"),
)
_ODD_ADDRESSES = (
    *("a b.md", "/abs.md", "mailto:a@b.cn", "../甲.md", "https://xn--fiq.cn/", "https://a.com:80/"),
    *("a..md", "...", "../..", "https://www.Example.com/a", "a.md?x=1", "a(b).md", "", "<a>"),
)
_ODD_BLOCKS = (
    *(
        "---",
        "***",
        "===",
        "```\nx\n```",
        "表：名称",
        "表1：名称（首列为行标题）",
        "::: 维吾尔文\nx\n:::",
    ),
    *("\u3000\u3000甲", " 甲", "    甲", "\t甲", "[^1]: 注", "- [ ] x", "* a\n* b", "+ a", "1) a"),
    *("- - a", "1. # a", "> > a", "> - a", "- > a", "> # a", "<br>", "&nbsp;", "\\# a", "| a"),
    *("a | b\n--|--", "a\n: b", "- a\n  b", "- a\nb", "> a\nb", "１. a", "-5℃", "- 5℃", "> ", "-"),
    *("- 5℃\n- 6℃", "> 90分", ">=90分", "\u2028", "\x85", "\xa0", "\u200b", "\ufeff", "نص", "1."),
    *(
        "##",
        "## ",
        "# 甲",
        "### 甲\n\n## 乙",
        "1. 甲\n1. 乙",
        "1. 甲\n\n1.乙",
        "甲  \n乙",
        "甲\\\n乙",
    ),
)
_MARKS = (
    *"*_~`\\<>&![]|{}^$:#-+=.()\"'\t \u3000\xa0\u2003\u2028\u2029\x85",
    *("\u200b", "\ufeff", "１", "：", "｜", "表", "\ufb1d", "\u0627"),
    *("\n", "\n\n", "\n", "  \n", "**", "](", "\n- ", "\n1. ", "\n2. ", "\n> ", "\n## ", "\n| "),
    *("|\n", "\n---\n", "    ", "\\\n", "\n\u3000", "- ", "> ", "[", "1. "),
)


class MarkdownTexts:
    """Texts from a seed; the more odd, the more of what no office means stands in them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - texts, the same every time
        self.oddness = 0.0

    def text(self) -> str:
        """Return a text of a few blocks: sensible, odd or spoilt."""
        self.oddness = self.random.choice((0.0, 0.0, 0.02, 0.1))
        blocks: list[str] = []
        for _ in range(self.random.choice((1, 1, 2, 3, 5))):
            blocks += [self.block(), "\n" * self.random.choice((1, 2, 2, 2, 2, 3))]
        text = "".join(blocks[: len(blocks) - self.random.randrange(2)])
        return self.spoil(text) if self.random.random() < 1 / 3 else text

    def spoil(self, text: str) -> str:
        """Return a text with a few signs put in, left out or moved."""
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            start = self.random.randrange(len(text) + 1)
            kind = self.random.random()
            if kind < 0.6:
                text = text[:start] + self.random.choice(_MARKS) + text[start:]
            elif kind < 0.8:
                text = text[:start] + text[start + self.random.choice((1, 1, 2, 5)) :]
            elif kind < 0.9:
                lines = text.split("\n")
                self.random.shuffle(lines)
                text = "\n".join(lines)
            else:
                text = text.replace("\n\n", "\n", 1)
        return text

    def block(self) -> str:
        """Return one block."""
        if self.is_odd():
            return self.random.choice(_ODD_BLOCKS)
        kinds: tuple[Callable[[], str], ...] = (
            *(self.paragraph, self.paragraph, self.heading, self.bullets, self.numbers),
            *(self.quotation, self.table, self.nested, lambda: "---"),
        )
        block = self.random.choice(kinds)()
        return block if self.random.random() > 0.1 else block + self.random.choice(_BLANKS)

    def paragraph(self) -> str:
        indent = self.random.choice(("", "", "", "", "\u3000\u3000", "  ", "    ", "\u3000 "))
        return indent + self.lines((1, 1, 1, 2, 3, 5))

    def heading(self) -> str:
        return f"{'#' * self.random.choice((2, 2, 2, 3, 3, 4, 5))} {self.inline()}"

    def bullets(self) -> str:
        break_ = self.random.choice(("\n", "\n", "\n\n"))
        return break_.join(f"- {self.inline()}" for _ in range(self.random.randint(1, 4)))

    def numbers(self) -> str:
        break_, number = self.random.choice(("\n", "\n", "\n\n")), self.random.choice((1, 1, 2, 9))
        items: list[str] = []
        for _ in range(self.random.randint(1, 4)):
            items.append(f"{number}. {self.inline()}")
            number = self.random.randint(1, 12) if self.is_odd() else number + 1
        return break_.join(items)

    def nested(self) -> str:
        """Return lists in each other, now and then out of line."""
        marks: list[str] = []
        lines: list[str] = []
        for _ in range(self.random.randint(2, 7)):
            depth = self.random.randint(0, min(len(marks), 3))
            mark = marks[depth] if depth < len(marks) else self.random.choice(("- ", "- ", "0. "))
            if mark != "- ":
                mark = f"{int(mark[:-2]) + 1}. "
            marks = [*marks[:depth], mark]
            indent = sum(map(len, marks[:depth])) + self.is_odd()
            lines.append(f"{' ' * indent}{mark}{self.inline()}")
        return ("\n\n" if self.is_odd() else "\n").join(lines)

    def quotation(self) -> str:
        return "> " + self.lines((1, 1, 2, 3)).replace("\n", "\n> ")

    def table(self) -> str:
        columns = self.random.choice((1, 2, 2, 3, 4))
        delimiters = self.random.choices((" --- ", "---:", " :-- ", ":-:", "-"), k=columns)
        rows = [self.row(columns) for _ in range(self.random.choice((1, 2, 3, 5)))]
        return "\n".join([rows[0], f"|{'|'.join(delimiters)}|", *rows[1:]])

    def row(self, columns: int) -> str:
        blank = self.random.choice((" ", " ", "", "  "))
        cells = (
            self.random.choice((self.words, self.words, self.inline))() for _ in range(columns)
        )
        return "|" + "|".join(f"{blank}{cell}{blank}" for cell in cells) + "|"

    def lines(self, counts: tuple[int, ...]) -> str:
        return "\n".join(self.inline() for _ in range(self.random.choice(counts)))

    def inline(self) -> str:
        kinds = (self.words, self.words, self.words, self.strong, self.link)
        joiner = "" if self.is_odd() else self.random.choice("，：、")
        inline = joiner.join(self.random.choice(kinds)() for _ in range(self.random.randint(1, 3)))
        return inline if self.is_odd() else self.random.choice(_FIRST) + inline.strip()

    def is_odd(self) -> bool:
        return self.random.random() < self.oddness

    def label(self) -> str:
        return self.words() if self.is_odd() else self.random.choice(_FIRST)

    def strong(self) -> str:
        return f"**{self.label()}**"

    def link(self) -> str:
        addresses = _ODD_ADDRESSES if self.is_odd() else _ADDRESSES
        return f"[{self.label()}]({self.random.choice(addresses)})"

    def words(self) -> str:
        words = (*_WORDS, *_ODD_WORDS) if self.is_odd() else _WORDS
        return "".join(self.random.choices(words, k=self.random.randint(1, 5)))
