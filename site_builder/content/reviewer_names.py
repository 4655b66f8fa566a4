"""Names of reviewers: written one way, and known again however they are written."""

import unicodedata
from collections.abc import Mapping

from site_builder.core.errors import ValueProblem

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


def checked_name(typed_name: str) -> str:
    """Return a name as it is written into records. Raises ValueProblem for what is none."""
    name = normalize_name(typed_name)
    if invalid := invalid_characters(name):
        raise ValueProblem(f"姓名里不能有“{invalid}”", "只写汉字、拉丁字母和间隔号“·”。")
    if not is_valid_name(name):
        raise ValueProblem("没有写姓名", "请写审核人的姓名（命令行里写在 --signer 后面）。")
    return name


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
