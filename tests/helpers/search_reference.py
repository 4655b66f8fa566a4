"""What tests of the search share: a library of texts, and a plain scan to compare with."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from site_builder.build.cache import MemoryCache
from site_builder.build.options import Options
from site_builder.model.search import SearchDocument, SearchMember
from site_builder.search.groups import search_groups
from site_builder.usecases.preview_snapshot import load_snapshot
from tests.helpers import Project
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import LIGHT_CONFIG, figures, report

_YEARS = range(2016, 2026)
_KINDS = ("通知", "公告", "意见", "批复", "方案", "公示")
_STATES = ("有效", "有效", "有效", "已修改", "失效")
_THEMES = (
    "综合政务\\政务公开",
    "财政、金融、审计\\财政",
    "城乡建设、环境保护\\环境监测、保护与治理",
)
_TOPICS = (
    "政务公开标准化",
    "行政处罚案卷评查",
    "工业用地集约利用",
    "部门预算公开",
    "依申请公开答复",
    "安全生产专项整治",
    "公共资源交易监督",
    "营商环境提升",
)
_REFRAIN = ("公开", "处罚", "信息", "政府信息", "行政", "，", "工作")
_PLACES = ("园区管理委员会", "各街道办事处", "沿江片区", "港口物流园", "各社区居委会", "驻区企业")
_SENTENCES = (
    "为规范{topic}工作，根据《中华人民共和国政府信息公开条例》，结合{place}实际，制定本办法。",
    "{place}应当在{n}个工作日内完成初审，材料不齐全的，一次告知需要补正的全部内容。",
    "截至{day}，{place}共受理申请{n}件，办结{n}件，同比增长{n}.{n}％。",
    "依照（{topic}）的要求，会同ABC Group Ltd.开展检查，依法给予行政处罚的，二十日内公开。",
    "政府信息公开工作年度报告已于{day}公布，{topic}的情况见附表【{n}】。",
    "当事人对本决定不服的，可以自收到决定书之日起六十日内申请行政复议。",
    "{rare}",
    "{rare}",
)
_RARE = [
    bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)
]
_FREQUENCIES = list(accumulate(1 / (rank + 3) for rank in range(len(_RARE))))
"""Characters are as unevenly frequent as in real texts."""


def make_library(count: int, seed: int = 1, repetitive: int = 0) -> dict[str, str]:
    """Build a site of so many documents: path in the project → text.

    Each text numbered by a multiple of `repetitive` repeats few words very often.
    """
    random = Random(seed)  # noqa: S311 - test data, the same every time
    letters = _RARE[:]
    random.shuffle(letters)
    files = {
        "config.yaml": LIGHT_CONFIG.replace("每页: 3", "每页: 20"),
        "content/index.md": "---\n标题: 首页\n---\n欢迎查阅。\n",
        "content/rules/law.md": "---\n标题: 某条例\n发文字号: 国务院令第711号\n---\n要点。\n",
        "content/2021/report.md": report(2021),
        "content/2021/figures.yaml": figures(2021),
    }
    for number in range(count):
        year = _YEARS[number * len(_YEARS) // count]
        day = date(year, 1, 1) + timedelta(days=random.randrange(360))
        sentences = [_sentence(random, letters, day) for _ in range(16)]
        if repetitive and number % repetitive == 0:
            sentences = ["".join(random.choices(_REFRAIN, k=500)) for _ in range(3)]
        body = "\n\n".join("".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
        kind = random.choice(_KINDS)
        files[f"content/{year}/documents/d{number:05d}.md"] = f"""---
索引号: CS-{year}-{number:05d}
名称: 关于{random.choice(_PLACES)}{random.choice(_TOPICS)}的{kind}
发文字号: 测管发〔{year}〕{number % 300 + 1}号
内容概述: {sentences[0][:60]}
生成日期: {day}
发布日期: {day + timedelta(days=3)}
公开事项: {1 + number % 15}
主题分类: {random.choice(_THEMES)}
体裁分类: {kind}
有效性: {random.choice(_STATES)}
---
## 正文

{body}
"""
    return files


def _sentence(random: Random, letters: list[str], day: date) -> str:
    rare = random.choices(letters, cum_weights=_FREQUENCIES, k=random.randint(20, 60))
    rare.insert(random.randrange(4, 16), "，")
    forms = (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day:%Y.%m.%d}")
    return random.choice(_SENTENCES).format(
        topic=random.choice(_TOPICS),
        place=random.choice(_PLACES),
        n=random.randint(1, 99),
        day=random.choice(forms),
        rare="".join(rare) + "。",
    )


@dataclass(frozen=True)
class SearchText:
    """A page as it can be found."""

    url: str
    fields: tuple[tuple[str, ...], ...]
    """Lines of its title, its numbers and all else, as they are written."""
    normalized: str
    """All lines brought to one form, one below the other."""

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines as they are written."""
        return tuple(line for field in self.fields for line in field if line)


_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)"
    r"(?:\s*年\s*(\d\d?)\s*月(?:\s*(\d\d?)\s*日)?|-(\d\d?)(?!\d)(?:-(\d\d?)(?!\d))?|\.(\d\d?)(?!\d)(?:\.(\d\d?)(?!\d))?)"
)


def normalize(text: str, *, thousands: bool = True) -> str:
    """Bring a text to one form, in another way than the program: mark by mark."""
    characters = [*unicodedata.normalize("NFKC", text).casefold()]
    result = ""
    position = 0
    while position < len(characters):
        end = position
        while end < len(characters) and _is_mark(characters[end]):
            end += 1
        if end == position:
            result += characters[position]
            position += 1
            continue
        before = "".join(characters[max(0, position - 4) : position])
        after = "".join(characters[end : end + 4])
        if re.search(r"[0-9]\Z", before) and re.match(r"[0-9]", after):
            result += _between_digits(
                before, "".join(characters[position:end]), after, thousands=thousands
            )
        position = end
    return result


@cache
def _is_mark(character: str) -> bool:
    letter_marks = "%&@#*_§¶†‡‰‱′″※"
    return character in "<>|`~−" or (
        unicodedata.category(character)[0] in "PZC" and character not in letter_marks
    )


def _between_digits(before: str, marks: str, after: str, *, thousands: bool) -> str:
    """Return what of the marks between two digits is read."""
    if marks == ".":
        return "."
    is_grouping = re.match(r"\d{3}(?!\d)", after) and not re.search(r"\d{4}\Z", before)
    return "" if marks == "," and is_grouping and thousands else ","


def normalize_date(match: re.Match[str]) -> str:
    """Write a day or a month as the search understands it; empty when it is none."""
    year, *rest = (int(part) for part in match.groups() if part)
    if not (1 <= rest[0] <= 12 and all(1 <= day <= 31 for day in rest[1:])):
        return ""
    return f"{year}年{rest[0]}月" + "".join(f"{day}日" for day in rest[1:])


def texts_of(project: Project) -> list[SearchText]:
    """Return what is searched of a site, in the order of its index."""
    return [
        _search_text(document)
        for group in search_groups(_members(project))
        for document in group.build_documents()
    ]


def search_documents(project: Project) -> tuple[SearchDocument, ...]:
    """Return all that can be found of a site."""
    return tuple(member.build_document() for member in _members(project))


def _members(project: Project) -> tuple[SearchMember, ...]:
    options = Options(project.path, project.output, date(2026, 11, 28))
    snapshot = load_snapshot(options, STANDARDS, MemoryCache())
    assert snapshot.checked_site
    return snapshot.checked_site.plan.search_corpus.members


def _search_text(document: SearchDocument) -> SearchText:
    entry = document.entry
    fields = ((entry.title,), entry.identifiers, (*document.body, *document.properties))
    written = [line for field in fields for line in field]
    lines = [normalize(line) for line in written]
    lines += [
        line
        for day in _DATE.finditer(unicodedata.normalize("NFKC", "\n".join(written)))
        if (line := normalize_date(day))
    ]
    return SearchText(entry.url, fields, "\n".join(lines))


def scan(texts: list[SearchText], query: str) -> list[int]:
    """Find the texts that hold every word of a query by looking through all of them."""
    words = [
        {normalize(word), normalize(word, thousands=False), _date_in_words(word)} - {""}
        for word in query.split()
    ]
    return [
        number
        for number, text in enumerate(texts)
        if all(any(reading in text.normalized for reading in word) for word in words if word)
    ]


def _date_in_words(word: str) -> str:
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", word))
    return normalize_date(match) if match else ""


def sample_queries(
    texts: list[SearchText], count: int, seed: int = 7, longest: int = 14
) -> list[str]:
    """Take pieces out of the texts, short ones and long ones; every tenth asks for two at once."""
    random = Random(seed)  # noqa: S311 - test data, the same every time
    queries: list[str] = []
    while len(queries) < count:
        pieces = []
        lines = random.choice(texts).lines
        for _ in range(1 + (len(queries) % 10 == 9)):
            line = random.choice(lines)
            start = random.randrange(max(1, len(line)))
            pieces.append("".join(line[start : start + random.randint(1, longest)].split()))
        if all(normalize(piece) for piece in pieces):
            queries.append(" ".join(pieces))
    return queries
