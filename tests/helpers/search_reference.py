"""What tests of the search share: a library of texts, a server, a plain scan to compare with."""

import gzip
import json
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate
from pathlib import Path
from random import Random

from tests.properties.small_site import CONFIG, figures, report

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)
"""What a careful server allows: no inline script, no eval, no WebAssembly, nobody else's files."""

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
        "config.yaml": CONFIG.replace("每页: 3", "每页: 20"),
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
    lines: tuple[str, ...]
    """Title, numbers and all other lines, brought to one form."""
    full_text: str
    """The lines, one below the other."""


_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)"
    r"(?:年(\d\d?)月(?:(\d\d?)日)?|-(\d\d?)(?!\d)(?:-(\d\d?)(?!\d))?|\.(\d\d?)(?!\d)(?:\.(\d\d?)(?!\d))?)"
)


def normalize(text: str) -> str:
    """Bring a text to one form, in another way than the program."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(map(_normalize_bracket, "".join(folded.split())))


def _normalize_bracket(character: str) -> str:
    name = unicodedata.name(character, "")
    if "CORNER BRACKET" in name or (
        "DOUBLE" in name and "QUOTATION" in name and "ANGLE" not in name
    ):
        return '"'
    if character in "<>":
        return "()"[character == ">"]
    return {"Ps": "(", "Pi": "(", "Pe": ")", "Pf": ")"}.get(
        unicodedata.category(character), character
    )


def normalize_date(match: re.Match[str]) -> str:
    """Write a day or a month as the search understands it; empty when it is none."""
    year, *rest = (int(part) for part in match.groups() if part)
    if not (1 <= rest[0] <= 12 and all(1 <= day <= 31 for day in rest[1:])):
        return ""
    return f"{year}年{rest[0]}月" + "".join(f"{day}日" for day in rest[1:])


def texts_of(files: Mapping[str, bytes]) -> list[SearchText]:
    """Read all texts of a built site, in the order of its index."""
    names = [name for name in files if re.fullmatch(r"search/cards-\d+\.json", name)]
    names.sort(key=lambda name: int(name[13:-5]))
    result = []
    for name in names:
        for card in json.loads(files[name]):
            texts = (card["title"], *card["numbers"], *card["lines"])
            lines = [normalize(line) for line in (*texts, *(value for _, value in card["facts"]))]
            lines += [
                line for day in _DATE.finditer("\n".join(lines)) if (line := normalize_date(day))
            ]
            result.append(SearchText(card["url"], tuple(lines), "\n".join(lines)))
    return result


def scan(texts: list[SearchText], query: str) -> list[int]:
    """Find the texts that hold every word of a query by looking through all of them."""
    words = [normalize(word) for word in query.split()]
    days = [
        (normalize_date(day) if (day := _DATE.fullmatch(word)) else "") or word for word in words
    ]
    return [
        number
        for number, text in enumerate(texts)
        if all(
            word in text.full_text or day in text.full_text
            for word, day in zip(words, days, strict=True)
        )
    ]


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
            pieces.append(line[start : start + random.randint(1, longest)])
        if all(pieces):
            queries.append(" ".join(pieces))
    return queries


@cache
def compressed(path: Path) -> bytes:
    """Compress a file as servers do, once: the time is the server's, not the search's."""
    return gzip.compress(path.read_bytes(), 6)


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a real server does: compressed, and with a strict policy."""

    protocol_version = "HTTP/1.1"
    # Head and body leave together: apart, the second waits 40 ms for the first to be acknowledged.
    wbufsize = 1 << 20
    disable_nagle_algorithm = True
    policy = POLICY

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        data = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Log nothing."""


class _UnrestrictedHandler(_Handler):
    """Lets pages run whatever is in them."""

    policy = ""


@contextmanager
def serve(folder: Path, *, allow_scripts: bool = False) -> Iterator[str]:
    """Serve a folder for a while; gives its address."""
    handler = partial(_UnrestrictedHandler if allow_scripts else _Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
