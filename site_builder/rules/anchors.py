"""Anchors of the rules, found in a text at one reading: only rules whose anchors occur are run.

An anchor may be found where its rules find nothing, never the other way round.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from site_builder.model.rule import Anchor
from site_builder.model.rule_context import MarkupElement, RuleContext, TextSpan
from site_builder.rules.placeholders.leftovers import instruction_words
from site_builder.rules.rule_list import all_rules
from site_builder.rules.text.anchor_shapes import SHAPES, readings
from site_builder.rules.text.prose import ADDED_CHARACTERS

_SEPARATOR = "¶"
"""Between two passages: no pattern takes it for a part of what it seeks."""
_ELEMENTS = {
    "heading": Anchor.HEADING,
    "image": Anchor.IMAGE,
    "link": Anchor.LINK,
    "table": Anchor.TABLE,
    "header": Anchor.TABLE,
}

AnchorPlaces = Mapping[str, Sequence[int]]
"""The numbers of the passages that hold each anchor; none for elements of a text's structure."""


def find_anchors(
    passages: Sequence[TextSpan], elements: Sequence[MarkupElement], context: RuleContext
) -> AnchorPlaces:
    """Find all anchors in the passages of a text, and in their labels, and in its structure."""
    texts = [passage.text for passage in passages]
    joined = _SEPARATOR.join(texts)
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    places: dict[str, list[int]] = {}
    words = _words(context)
    for anchor, offset in words.find(joined):
        places.setdefault(anchor, []).append(bisect_right(starts, offset) - 1)
    for reading in readings(joined):
        for anchor, pattern in SHAPES.items():
            for match in pattern.finditer(reading):
                places.setdefault(anchor, []).append(bisect_right(starts, match.start()) - 1)
    for index, passage in enumerate(passages):
        label = passage.label
        if label:
            for anchor in words.anchors_in_label(label):
                places.setdefault(anchor, []).append(index)
    for element in elements:
        places[_ELEMENTS[element.kind]] = []
    for anchor in words.everywhere:
        places[anchor] = [*range(len(passages))]
    return places


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """All words that are anchors, in two patterns: characters, and pairs that longer words hold."""

    characters: re.Pattern[str]
    pairs: re.Pattern[str]
    anchor_of_character: Mapping[str, tuple[str, ...]]
    words_by_pair: Mapping[str, tuple[tuple[str, int, str], ...]]
    """Words, where the pair stands in them, and their anchors."""
    everywhere: frozenset[str]
    """Anchors that may come about where prose is made of a text."""
    labels: dict[str, tuple[str, ...]]
    """Anchors in the labels seen so far: a site has few of them."""

    def find(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield the anchors in a text, and where they begin."""
        for match in self.characters.finditer(text):
            for anchor in self.anchor_of_character[match[0]]:
                yield anchor, match.start()
        words_by_pair = self.words_by_pair
        for match in self.pairs.finditer(text):
            at = match.start()
            pair = text[at : at + 2]
            if pair in words_by_pair:
                for word, place, anchor in words_by_pair[pair]:
                    if at >= place and text.startswith(word, at - place):
                        yield anchor, at

    def anchors_in_label(self, label: str) -> tuple[str, ...]:
        """Return the anchors in a passage's label."""
        if label in self.labels:
            return self.labels[label]
        anchors = tuple({anchor: None for anchor, _ in self.find(label)})
        if len(self.labels) < _MAX_LABELS:
            self.labels[label] = anchors
        return anchors


_MAX_LABELS = 4096


@lru_cache(maxsize=2)
def _words(context: RuleContext) -> _Words:
    """Build the patterns from the facts of the rules, the standards and the office's settings."""
    anchors: dict[str, dict[str, None]] = defaultdict(dict)
    everywhere: set[str] = set()
    for word, anchor in _anchor_words(context):
        anchors[word][anchor] = None
        if anchor == Anchor.BANNED_TERM and ADDED_CHARACTERS.intersection(word):
            everywhere.add(anchor)
    characters = {
        word: tuple(word_anchors) for word, word_anchors in anchors.items() if len(word) == 1
    }
    pairs: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for word, word_anchors in anchors.items():
        if len(word) > 1:
            place = _place_of_pair(word)
            pairs[word[place : place + 2]] += ((word, place, anchor) for anchor in word_anchors)
    firsts, seconds = ({pair[at] for pair in pairs} for at in (0, 1))
    return _Words(
        re.compile(_one_of(characters)),
        re.compile(f"{_one_of(firsts)}(?={_one_of(seconds)})"),
        characters,
        {pair: tuple(words) for pair, words in pairs.items()},
        frozenset(everywhere),
        {},
    )


_FREQUENT = frozenset(
    "公政开的信息年理府行请件申一和办以工项不日作第收主内管人条要度区发告务三报数法有机提分式计可本事结关期复二范园"
    "其文定处方容号规费部会业情示据题国动中类况十布正他在为目出明下依及应上四委全性于时用知制起总构对等按元查算通"
    "成果合个页或民效员标称审月经求当例议共名网进确能体取是量由到重服责自需准实述设供新五见单位社环境安质产具卫食"
)
"""Characters that official texts are full of: a word is rather sought by others that it holds."""


def _place_of_pair(word: str) -> int:
    """Return where the two neighbours stand by which a word is sought."""
    places = range(len(word) - 1)
    return min(places, key=lambda at: ((word[at] in _FREQUENT) + (word[at + 1] in _FREQUENT), at))


def _anchor_words(context: RuleContext) -> Iterator[tuple[str, str]]:
    """Yield each word and the anchor it stands for: itself, or a list of the standards."""
    for rule in all_rules():
        yield from ((word, word) for word in rule.anchors if not isinstance(word, Anchor))
    for term in (*context.standards.banned_terms.terms, *context.settings.banned_terms):
        yield term.term, Anchor.BANNED_TERM
    for character in context.standards.characters.traditional:
        yield character, Anchor.TRADITIONAL
    for words in instruction_words(context.standards.forms):
        yield words, Anchor.FORM_INSTRUCTION


def _one_of(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"
