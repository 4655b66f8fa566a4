"""Numbers in OFD files: boxes, transformations, spacing of letters, paths."""

import math
from collections.abc import Iterator, Sequence

from site_builder.importing.readers.page_marks import Box

MM = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""
Affine = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f, with y downwards."""
IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_VALUES = 20_000


def numbers(text: str | None) -> list[float]:
    """Return the numbers of a list; nothing when it holds anything else."""
    try:
        values = [float(word) for word in (text or "").split()[:_MAX_VALUES]]
    except ValueError:
        return []
    return values if all(map(math.isfinite, values)) else []


def number(text: str | None, default: float) -> float:
    """Return a number, or the default for anything else."""
    values = numbers(text)
    return values[0] if values else default


def spacing(text: str | None, count: int) -> list[float]:
    """Return the distances between letters, at most `count`; `g 3 2.5` is three times 2.5."""
    words = (text or "").split()
    values: list[float] = []
    index = 0
    while index < len(words) and len(values) < count:
        if words[index] == "g" and index + 2 < len(words):
            times, value = numbers(words[index + 1]), numbers(words[index + 2])
            values += [value[0]] * min(int(times[0]), count) if times and value else []
            index += 3
        else:
            values += numbers(words[index])
            index += 1
    return values[:count]


def compose(outer: Affine, inner: Affine) -> Affine:
    """Return the transformation that applies `inner` first."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return (
        a * p + c * q,
        b * p + d * q,
        a * r + c * s,
        b * r + d * s,
        a * t + c * u + e,
        b * t + d * u + f,
    )


def place(transform: Affine, x: float, y: float) -> tuple[float, float]:
    """Return where a point lies, in points."""
    a, b, c, d, e, f = transform
    return (a * x + c * y + e) * MM, (b * x + d * y + f) * MM


def bounds(points: Sequence[tuple[float, float]]) -> Box:
    """Return the box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def subpaths(data: str | None) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path that has straight sides only."""
    words = (data or "").split()[:_MAX_VALUES]
    points: list[tuple[float, float]] = []
    is_straight = True
    index = 0
    while index < len(words):
        operator = words[index]
        count = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}.get(operator, 0)
        values = numbers(" ".join(words[index + 1 : index + 1 + count]))
        if operator in ("S", "M"):
            if points and is_straight:
                yield points
            points, is_straight = [], True
        if operator == "C":
            points += points[:1]
        elif len(values) == count and count:
            is_straight = is_straight and operator in ("S", "M", "L")
            points.append((values[-2], values[-1]))
        index += 1 + count
    if points and is_straight:
        yield points
