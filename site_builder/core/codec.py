"""Values of the model as JSON and back, each checked against the type its model class declares.

What `.build/` holds may have come from anywhere: nothing of another shape gets past here,
nothing is run, and what is nested too deep is an exception, where a pickle would end the
process.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from site_builder.model.frozendict import frozendict
from site_builder.model.lazy_pattern import lazy_pattern

_MAX_DIGITS = 60
"""Of a decimal number: more would be a number that fills the memory when it is printed."""

_HALVES = lazy_pattern("[\ud800-\udc7f]")
"""Halves of characters that no file can hold. Odd bytes in names of files are read as others."""
_ESCAPED_HALVES = lazy_pattern(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""One for all values: `json.dumps` builds another for each."""
_PLAIN = (str, int, bool, NoneType)
"""Types that JSON has itself."""


@dataclass(frozen=True, slots=True)
class Codec:
    """Takes values of one type apart and puts them together."""

    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any]
    """Raises TypeError or ValueError for what is no value of the type."""


def dumps(codec: Codec, value: object) -> bytes:
    """Return a value as JSON."""
    return encode(codec.pack(value))


def encode(packed: object) -> bytes:
    """Return as JSON what a codec took apart."""
    return _encoder.encode(packed).encode("utf-8", "surrogatepass")


def loads(codec: Codec, data: bytes) -> Any:  # noqa: ANN401 - of the codec's type
    """Return the value. Raises ValueError, TypeError or RecursionError for anything else."""
    return codec.unpack(json.loads(_decoded(data), parse_constant=_reject_constant))


def _decoded(data: bytes) -> str:
    """Decode JSON that `dumps` wrote. Raises ValueError for halves of characters."""
    try:
        text, odd = data.decode(), False
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogatepass")
        odd = _HALVES.search(text) is not None
    if odd or ("\\u" in text and _ESCAPED_HALVES.search(text)):
        raise ValueError("half a character")
    return text


def _reject_constant(_constant: str) -> None:
    raise ValueError("no number")


@lru_cache(maxsize=1024)
def codec_of(kind: Any) -> Codec:  # noqa: ANN401, PLR0911 - any type; a return for each sort
    """Return the codec of a type: of nouns, texts, numbers, days, tuples, mappings, unions."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _of_tuple(inner)
    if origin in (dict, Mapping):
        return _of_mapping(*inner)
    if origin in (Union, UnionType):
        return _of_union(inner)
    if origin is Literal:
        return Codec(str, _literal(inner))
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _of_dataclass(kind)
    if issubclass(kind, Enum):
        return Codec(attrgetter("value"), kind)
    if kind is date:
        return Codec(date.isoformat, lambda raw: date.fromisoformat(_text(raw)))
    if kind is Decimal:
        return Codec(str, _decimal)
    if kind is not str and issubclass(kind, str):
        return Codec(str, lambda raw: kind(_text(raw)))
    return Codec(_identity, _exactly(kind))


def _identity(value: Any) -> Any:  # noqa: ANN401 - any plain value
    return value


def _exactly(kind: type) -> Callable[[Any], Any]:
    if kind not in _PLAIN:
        raise TypeError(kind)

    def unpack(raw: Any) -> Any:  # noqa: ANN401 - whatever the JSON held
        if type(raw) is not kind:
            raise TypeError(kind)
        return raw

    return unpack


def _literal(words: tuple[str, ...]) -> Callable[[Any], str]:
    def unpack(raw: Any) -> str:  # noqa: ANN401 - whatever the JSON held
        if _text(raw) not in words:
            raise ValueError(raw)
        return _text(raw)

    return unpack


def _text(raw: object) -> str:
    if type(raw) is not str:
        raise TypeError
    return raw


def _list(raw: object) -> list[Any]:
    if type(raw) is not list:
        raise TypeError
    return raw


def _decimal(raw: object) -> Decimal:
    try:
        number = Decimal(_text(raw))
    except InvalidOperation as exc:
        raise ValueError(raw) from exc
    if not number.is_finite() or len(f"{number.as_tuple().digits}") > 4 * _MAX_DIGITS:
        raise ValueError(raw)
    if abs(number.adjusted()) > _MAX_DIGITS:
        raise ValueError(raw)
    return number


def _of_tuple(inner: tuple[Any, ...]) -> Codec:
    if inner[1:] == (...,):
        item = codec_of(inner[0])

        def pack(value: tuple[Any, ...]) -> list[Any]:
            return [item.pack(entry) for entry in value]

        def unpack(raw: object) -> tuple[Any, ...]:
            return tuple([item.unpack(entry) for entry in _list(raw)])

        # Plain values are not taken apart: no call for each of a million.
        return Codec(list if item.pack is _identity else pack, unpack)
    return Codec(_packer([codec_of(kind) for kind in inner]), _unpacker(inner, _as_tuple))


def _as_tuple(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - of any types
    return values


def _of_dataclass(kind: Any) -> Codec:  # noqa: ANN401 - a dataclass, or a named tuple
    hints = get_type_hints(kind)
    names = list(hints) if issubclass(kind, tuple) else [field.name for field in fields(kind)]
    kinds = tuple(hints[name] for name in names)
    get = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    packed = _packer([codec_of(hint) for hint in kinds])
    return Codec(lambda value: packed(get(value)), _unpacker(kinds, kind))


def _packer(each: list[Codec]) -> Callable[[Any], list[Any]]:
    others = [(at, codec.pack) for at, codec in enumerate(each) if codec.pack is not _identity]

    def pack(value: Any) -> list[Any]:  # noqa: ANN401 - the fields of a value, in their order
        packed = list(value)
        for at, pack_field in others:
            packed[at] = pack_field(packed[at])
        return packed

    return pack


def _unpacker(kinds: tuple[Any, ...], build: Callable[..., Any]) -> Callable[[Any], Any]:
    """Return what checks a list field by field and builds a value from it.

    Texts and numbers, which most fields are, are checked all at once.
    """
    plain = {at: kind for at, kind in enumerate(kinds) if kind in _PLAIN}
    others = [(at, codec_of(kind).unpack) for at, kind in enumerate(kinds) if at not in plain]
    expected = tuple(plain.values())

    def unpack(raw: object) -> Any:  # noqa: ANN401 - a value of the type
        values = _list(raw)
        if len(values) != len(kinds) or tuple([type(values[at]) for at in plain]) != expected:
            raise TypeError(kinds)
        for at, unpack_field in others:
            values[at] = unpack_field(values[at])
        return build(*values)

    return unpack


def _of_mapping(key: Any, value: Any) -> Codec:  # noqa: ANN401 - types
    keys, values = codec_of(key), codec_of(value)
    if key is str:

        def unpack(raw: object) -> Any:  # noqa: ANN401 - a mapping of the type
            if type(raw) is not dict:
                raise TypeError
            return frozendict({name: values.unpack(item) for name, item in raw.items()})

        return Codec(lambda raw: {name: values.pack(item) for name, item in raw.items()}, unpack)
    pairs = codec_of(tuple[tuple[key, value], ...])
    return Codec(
        lambda raw: [[keys.pack(item), values.pack(other)] for item, other in raw.items()],
        lambda raw: frozendict(dict(pairs.unpack(raw))),
    )


def _of_union(kinds: tuple[Any, ...]) -> Codec:
    """Return the codec of a union; its index comes first where types must be distinguished."""
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) == 1:
        codec = codec_of(others[0])
        return Codec(
            lambda value: None if value is None else codec.pack(value),
            lambda raw: None if raw is None else codec.unpack(raw),
        )
    each = [codec_of(kind) for kind in kinds]

    def pack(value: object) -> list[Any]:
        at = next(at for at, kind in enumerate(kinds) if type(value) is kind)
        return [at, each[at].pack(value)]

    def unpack(raw: object) -> Any:  # noqa: ANN401 - a value of the union
        at, value = _list(raw)
        if type(at) is not int or not 0 <= at < len(each):
            raise ValueError(at)
        return each[at].unpack(value)

    return Codec(pack, unpack)
