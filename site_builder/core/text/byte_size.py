"""Sizes of files for people, by the 1,024 that Windows counts with too."""

_KILO = 1024


def format_size(size: int) -> str:
    """Write a number of bytes as people read it."""
    if size < _KILO:
        return f"{size} 字节"
    if size < _KILO * _KILO:
        return f"{size / _KILO:.0f} KB"
    if size < _KILO**3:
        return f"{size / _KILO / _KILO:.1f} MB"
    return f"{size / _KILO**3:.1f} GB"
