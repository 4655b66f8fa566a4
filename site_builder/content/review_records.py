"""Records of a review as YAML that people can read and that comes back to the letter."""

from collections.abc import Mapping

import yaml

_FOLDED_CHARACTERS = frozenset("\x85\u2028\u2029\ufeff")
"""What YAML would turn to other white space: the text must come back to the letter."""


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else '"' if text[:1].isdigit() else None
    if not _FOLDED_CHARACTERS.isdisjoint(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def encode_record(header: str, data: Mapping[str, object]) -> bytes:
    """Write a record below the comment that says whose it is; same record, same bytes."""
    text = yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return (header + text).encode()
