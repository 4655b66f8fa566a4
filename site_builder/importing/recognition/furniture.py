"""Text around a report: page furniture, instructions of the form, a list of contents."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.core.text.markdown_escapes import escape_words
from site_builder.importing.recognition.labels import Normalize
from site_builder.model.form import Form
from site_builder.model.import_headings import ImportHeadings
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Omission, TextBlock

_PAGE_REASON = "网页上的操作、导航文字"
_COLON = lazy_pattern("[:：]")
_COLON_PLACE = 4
"""Characters behind a word that a line of a page begins with, within which its colon stands."""
_COMMENT_END = "-->"
_SEPARATORS = lazy_pattern(r"[\s|｜/／:：>＞\[\]【】()（）、,，.．·•\-—_A+]+")
_MIN_WORD = 3
"""Characters of a word that shows by itself that a text is a page's own."""
_MAX_START = 60
"""Characters of a line that is page furniture by what it begins with."""
_ONE_BRACKET = lazy_pattern(r"[（(][^（）()]*[）)]")
_INSTRUCTION_TAIL = lazy_pattern(r"表格?如下")


class Furniture:
    """Recognizes what belongs to the page or to the blank form, and not to the report."""

    def __init__(self, form: Form, headings: ImportHeadings, normalize: Normalize) -> None:
        self.normalize = normalize
        self.headings = headings
        self._words = sorted(headings.furniture, key=len, reverse=True)
        self._bracketed = tuple(
            text.rstrip("）") for text in form.instructions if text.startswith("（")
        )
        self._instructions = frozenset(
            normalize(text.strip("（）()")).full for text in form.instructions
        )

    def reason_to_omit(self, text: str, *, is_edge: bool) -> str:
        """Return why a line is no part of a report, in Chinese; empty when it is one.

        `is_edge`: it stands near the start or the end of the file, where pages have their own.
        """
        if self.is_instruction(text):
            return "表式里的填写说明"
        return _PAGE_REASON if is_edge and self._is_page_line(text) else ""

    def is_instruction(self, text: str) -> bool:
        """Return whether a line is an instruction of the form that nobody took out."""
        words = text.strip()
        if words.startswith(self._bracketed) and _ONE_BRACKET.fullmatch(words):
            # The form's own goes on: （文字描述，收取信息处理费情况在此处报告。）
            return True
        sentences = [self.normalize(piece.strip("（）()")).full for piece in text.split("。")]
        filled = [words for words in sentences if words]
        return (
            bool(filled)
            and filled[0] in self._instructions
            and all(
                words in self._instructions or _INSTRUCTION_TAIL.fullmatch(words)
                for words in filled
            )
        )

    def _is_page_line(self, text: str) -> bool:
        words = _SEPARATORS.sub("", text)
        if not words:
            return False
        start = next((w for w in self.headings.furniture_starts if words.startswith(w)), "")
        if start and len(words) <= _MAX_START and _COLON.search(text[: len(start) + _COLON_PLACE]):
            return True
        return not self._rest_of(words)

    def _rest_of(self, words: str) -> str:
        """Return what is left of a text when words of furniture are taken from its start."""
        while words:
            word = next((word for word in self._words if words.startswith(word)), "")
            if not word:
                return words
            words = words[len(word) :]
        return words

    def trim(self, block: TextBlock) -> Iterator[TextBlock | Omission]:
        """Yield a text without the furniture before a stray comment mark and at its end."""
        head, mark, rest = block.text.rpartition(_COMMENT_END)
        is_page = bool(mark) and any(word in head for word in self._words if len(word) >= _MIN_WORD)
        if is_page:
            yield Omission(head + mark, _PAGE_REASON, block.origin)
        words = (rest if is_page else block.text).strip()
        cut = words
        while (end := self._last_word(cut)) < len(cut):
            cut = cut[:end].rstrip()
        if cut != words:
            yield Omission(words[len(cut) :].strip(), _PAGE_REASON, block.origin)
        if cut == block.text:
            yield block
        elif cut:
            yield replace(block, text=cut, markdown=escape_words(cut))

    def _last_word(self, text: str) -> int:
        """Return where a word of furniture stands alone at the end of a text, else its length."""
        word = next((word for word in self._words if text.endswith(word)), "")
        start = len(text) - len(word)
        is_alone = bool(word) and len(word) > 1 and text[:start].endswith((" ", "\u3000", "\n"))
        return start if is_alone else len(text)


def omit(blocks: Iterable[Block], reason: str) -> Iterator[Omission]:
    """Yield texts as omissions."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield Omission(block.text, reason, block.origin)
