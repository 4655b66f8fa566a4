"""Names of reviewers: written one way, and known again however they are written."""

import unicodedata
from collections.abc import Mapping

_DOT = "·"


def cleaned(name: str) -> str:
    """Give a name without white space and without what nobody sees."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(
        one for one in plain if not one.isspace() and unicodedata.category(one) not in ("Cc", "Cf")
    )


def stray(name: str) -> str:
    """Give the characters of a cleaned name that no name has."""
    return "".join(dict.fromkeys(one for one in name if one != _DOT and not _letter(one)))


def is_name(name: str) -> bool:
    """Tell whether a name stands as `sign` writes it."""
    return name == cleaned(name) and bool(name.strip(_DOT)) and not stray(name)


def folded(name: str, simple: Mapping[str, str]) -> str:
    """Fold a name: 張三 and 张三 are one person, with or without a dot between the parts."""
    return "".join(simple.get(one, one) for one in cleaned(name) if one != _DOT).casefold()


def _letter(one: str) -> bool:
    called = unicodedata.name(one, "")
    if called.startswith("LATIN "):
        return one.isalpha()
    return called.startswith(("CJK UNIFIED IDEOGRAPH", "IDEOGRAPHIC NUMBER ZERO"))
