"""A text as its labels are compared: letters and digits alone, each with its place."""

from collections.abc import Iterator

from site_builder.importing.recognition.labels import Normalize
from site_builder.model.lazy_pattern import lazy_pattern

_SIGNIFICANT = lazy_pattern("[0-9A-Za-z\u3400-\u9fff]")


class FoldedText:
    """Finds words in a text whatever spaces, widths and signs stand between their characters."""

    def __init__(self, text: str, normalize: Normalize) -> None:
        self.text = text
        signs = {sign: normalize(sign).full for sign in {*text}}
        self._places = [
            place for place, sign in enumerate(text) if _SIGNIFICANT.fullmatch(signs[sign])
        ]
        self.folded = "".join(signs[text[place]] for place in self._places)

    def find(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield where folded words stand in the text: start and end."""
        offset = self.folded.find(words) if words else -1
        while offset >= 0:
            yield self._places[offset], self._places[offset + len(words) - 1] + 1
            offset = self.folded.find(words, offset + 1)
