"""Names of reviewers: written one way, and known again however they are written."""

import unicodedata
from collections.abc import Mapping

_DOT = "·"


def normalize_name(name: str) -> str:
    """Return a name without white space and without what nobody sees."""
    compatible = unicodedata.normalize("NFKC", name)
    return "".join(
        character
        for character in compatible
        if not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf")
    )


def invalid_characters(name: str) -> str:
    """Return the characters of a cleaned name that no name has."""
    return "".join(
        dict.fromkeys(
            character for character in name if character != _DOT and not _is_letter(character)
        )
    )


def is_valid_name(name: str) -> bool:
    """Return whether a name stands as `sign` writes it."""
    return name == normalize_name(name) and bool(name.strip(_DOT)) and not invalid_characters(name)


def name_key(name: str, simple: Mapping[str, str]) -> str:
    """Fold a name: 張三 and 张三 are one person, with or without a dot between the parts."""
    return "".join(
        simple.get(character, character) for character in normalize_name(name) if character != _DOT
    ).casefold()


def _is_letter(character: str) -> bool:
    character_name = unicodedata.name(character, "")
    if character_name.startswith("LATIN "):
        return character.isalpha()
    return character_name.startswith(("CJK UNIFIED IDEOGRAPH", "IDEOGRAPHIC NUMBER ZERO"))
