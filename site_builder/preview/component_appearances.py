"""What a page of the site can look like: the gallery shows each component in all of it.

Each is a page of its own, in a frame: letters and colours are chosen for a whole page.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Appearance:
    """One way that pages look."""

    id: str
    label: str
    modes: str = ""
    """Reading modes that a reader has chosen (`assets/modes.js`)."""
    media: tuple[tuple[bytes, bytes], ...] = ()
    """What the style sheet asks a browser for → what is always so, or never."""


APPEARANCES = (
    Appearance("normal", "平常"),
    Appearance("phone", "手机"),
    Appearance("elder", "长辈版", "elder"),
    Appearance("contrast", "高对比度", "contrast"),
    Appearance(
        "dark",
        "深色",
        media=(
            (b"@media (prefers-color-scheme: dark)", b"@media all"),
            (b"color-scheme: light dark", b"color-scheme: dark"),
        ),
    ),
    Appearance(
        "paper", "打印", media=((b"@media screen", b"@media tty"), (b"@media print", b"@media all"))
    ),
)


def appearance_stylesheet(style: bytes, appearance: Appearance) -> bytes:
    """Return the site's style sheet as if the browser had been asked for an appearance."""
    # It lies elsewhere than the pictures it names.
    style = style.replace(b'url("', b'url("/assets/')
    for asked, answer in appearance.media:
        style = style.replace(asked, answer)
    return style
