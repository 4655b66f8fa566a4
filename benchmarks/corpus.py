"""A made-up disclosure catalogue of any size: the same seed, the same documents.

Each document is made of its number and the seed alone, so a larger corpus begins with the smaller.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import prod
from pathlib import Path
from random import Random
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "tests" / "sites" / "shifan-park"
"""A small fictional park: its settings, guide and rules, and the rows of both statutory forms."""
YEARS = tuple(range(2019, 2026))
TODAY = "2026-01-12"
"""The day of every build: the report of the last year is out, and no list is out of date."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the catalogue: the twelve fields of its front matter, and its text."""

    name: str
    year: int
    index: str
    title: str
    document_number: str
    agency: str
    created: date
    published: date
    item: str
    theme: str
    genre: str
    keywords: tuple[str, ...]
    summary: str
    status: str
    body: str

    @property
    def path(self) -> str:
        """Return the path of the source below `content`, in either site."""
        return f"{self.year}/documents/{self.name}.md"

    @property
    def url(self) -> str:
        """Return the path of the page below the output, in either site."""
        return f"{self.year}/documents/{self.name}.html"


@dataclass(frozen=True, slots=True)
class Corpus:
    """So many documents of one seed, and a report a year."""

    documents: int
    seed: int = 1

    def entries(self) -> Iterator[Entry]:
        """Yield all documents."""
        for number in range(1, self.documents + 1):
            yield self.entry(number)

    def entry(self, number: int) -> Entry:
        """Build the document of a number; numbers beyond the corpus are new documents."""
        random = Random(f"{self.seed}/{number}")  # noqa: S311 - test data, the same every time
        return _Author(random).entry(number, self.seed)

    def report(self, year: int) -> "Report":
        """Build the report of a year."""
        random = Random(f"{self.seed}/report/{year}")  # noqa: S311 - test data, the same every time
        requests = random.randint(15, 40)
        texts = {
            part: _Author(random).fill(text, year, requests=requests)
            for part, text in words()["report"].items()
        }
        return Report(year, texts, _figures(year, requests, random))


@dataclass(frozen=True, slots=True)
class Report:
    """The annual report of one year."""

    year: int
    texts: Mapping[str, str]
    figures: str
    """The tables, row by row as in `figures.yaml`."""


@cache
def words() -> dict[str, Any]:
    """Read the lists of words and sentences."""
    loaded: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    )
    return loaded


def genre_names() -> tuple[str, ...]:
    """Return the genres, by which both sites list their documents."""
    return tuple(genre[0] for genre in words()["genres"])


class _Author:
    """Writes one document, by one sequence of random numbers."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def fill(self, template: str, year: int, **values: object) -> str:
        """Put words and numbers into a sentence."""
        random, bank = self.random, words()
        units = random.sample(bank["units"], 3)
        registered = random.randint(40, 900)
        return template.format_map(
            {
                "year": year,
                "month": random.randint(1, 12),
                "day": random.randint(1, 28),
                "days": random.randint(3, 20),
                "n": registered,
                "m": random.randint(20, registered),
                "few": random.randint(4, 30),
                "few2": random.randint(2, 20),
                "few3": random.randint(20, 60),
                "money": f"{random.uniform(5, 900):.1f}",
                "money2": f"{random.uniform(5, 900):.1f}",
                "place": random.choice(bank["places"]),
                "topic": random.choice(bank["topics"]),
                "goal": random.choice(bank["goals"]),
                "basis": random.choice(bank["bases"]),
                **dict(zip(("unit", "unit2", "unit3"), units, strict=True)),
                **values,
            }
        )

    def entry(self, number: int, seed: int) -> Entry:
        """Write the document of a number."""
        random, bank = self.random, words()
        year = YEARS[number % len(YEARS)]
        subject = _subject(number + seed)
        genre, mark, item, theme = subject.genre
        # An index number has five digits; the report of the year before has the first.
        serial = number // len(YEARS) + 2
        created = date(year, random.randint(1, 12), random.randint(1, 24))
        return Entry(
            name=f"d{number:06d}",
            year=year,
            index=f"SFYQ-{year}-{serial:05d}",
            title=subject.title,
            document_number=f"示{mark}〔{year}〕{serial}号",
            agency=random.choice(bank["units"]),
            created=created,
            published=created + timedelta(days=random.randint(0, 7)),
            item=item,
            theme=theme,
            genre=genre,
            keywords=tuple(random.sample(bank["keywords"], random.randint(2, 4))),
            summary=self.fill(random.choice(bank["sentences"]), year),
            status="已修改" if random.random() < _SHARE_OF_AMENDED else "有效",
            body=self.body(year, number, subject),
        )

    def body(self, year: int, number: int, subject: "_Subject") -> str:
        """Write a text of one to three kilobytes: headings, paragraphs, lists, seldom a table."""
        random, bank = self.random, words()
        target = random.randint(800, 2800)
        opening = random.choice(bank["openings"])
        blocks = [self.fill(opening, year, place=subject.place, topic=subject.topic)]
        sentences = random.sample(bank["sentences"], len(bank["sentences"]))
        for ordinal, heading in zip(_ORDINALS, random.sample(bank["headings"], 9), strict=True):
            if sum(len(block.encode()) + 2 for block in blocks) >= target:
                break
            blocks.append(f"## {ordinal}、{heading}")
            for _ in range(random.randint(1, 2)):
                count = random.randint(1, 3)
                blocks.append("".join(self.fill(text, year) for text in sentences[:count]))
                sentences = sentences[count:] + sentences[:count]
            blocks += self.section_end(year)
        if random.random() < _SHARE_OF_LINKS:
            guide = f"办事指南第{number}号"
            blocks.append(f"办理的详细要求见[{guide}](https://www.shifan.example/guide/{number}).")
        return "\n\n".join(blocks).replace(").", ")。") + "\n"

    def section_end(self, year: int) -> list[str]:
        """Write a list or a table that some sections end with."""
        random, bank = self.random, words()
        draw = random.random()
        if draw < _SHARE_OF_LISTS:
            opening, entries = random.choice(bank["lists"])
            mark = random.choice(("-", "1."))
            lines = [
                f"{mark if mark == '-' else f'{place}.'} {self.fill(entry, year)}；"
                for place, entry in enumerate(entries, 1)
            ]
            return [opening, "\n".join(lines)[:-1] + "。"]
        if draw < _SHARE_OF_LISTS + _SHARE_OF_TABLES:
            heads, cells = random.choice(bank["tables"])
            rows = [
                [self.fill(cell, year, row=place) for cell in cells]
                for place in range(1, random.randint(4, 9))
            ]
            table = [heads, ["---"] * len(heads), *rows]
            return ["具体情况见下表。", "\n".join(f"| {' | '.join(line)} |" for line in table)]
        return []


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a document is about; no other is about the same."""

    verb: str
    place: str
    topic: str
    genre: tuple[str, str, str, str]
    """Its name, the word of the document number, the item of Art. 20, the theme."""

    @property
    def title(self) -> str:
        return f"关于{self.verb}{self.place}{self.topic}工作的{self.genre[0]}"


def _subject(number: int) -> _Subject:
    """Return what the document of a number is about."""
    bank = words()
    lists: list[list[Any]] = [bank[name] for name in ("verbs", "places", "topics", "genres")]
    rest = number * _STEP % prod(map(len, lists))
    chosen: list[Any] = []
    for choices in lists:
        rest, place = divmod(rest, len(choices))
        chosen.append(choices[place])
    verb, place_name, topic, genre = chosen
    return _Subject(verb, place_name, topic, tuple(genre))


def _figures(year: int, requests: int, random: Random) -> str:
    """Write the rows of the form of a year, as the example has them, with figures that agree."""
    source = EXAMPLE / "content" / ("2020" if year < _FIRST_YEAR_OF_NEW_FORM else "2021")
    text = (source / "figures.yaml").read_text(encoding="utf-8")
    asked = [requests, 0, 0, 0, 0, 0, requests]
    values: dict[str, list[int]] = {
        "规范性文件": [3, 3, 3 * (year - 2016)],
        "行政规范性文件": [3, 0, 3 * (year - 2016)],
        "行政许可": [24, 0, random.randint(90, 400)],
        "行政处罚": [58, 0, random.randint(5, 60)],
        **dict.fromkeys(("本年新收", "予以公开", "总计"), asked),
    }

    def replace(row: re.Match[str]) -> str:
        columns = row["cells"].count(",") + 1
        # A row of the newer form has the last figure of the older one alone.
        cells = values.get(row["key"], [0] * columns)[-columns:]
        return f"{row['key']}: [{', '.join(map(str, cells))}]"

    return re.sub(r"(?P<key>\w+): \[(?P<cells>[^\]]*)\]", replace, text)


_ORDINALS = "一二三四五六七八九"
_STEP = 1_000_003
"""A prime: steps of this length meet every title once."""
_SHARE_OF_LINKS = 0.15
_SHARE_OF_AMENDED = 0.1
_SHARE_OF_LISTS = 0.3
_SHARE_OF_TABLES = 0.05
_FIRST_YEAR_OF_NEW_FORM = 2021
