"""Draw `templates/assets/share.png`: what a page is shared with where it has no picture of its own.

It names no office, so one file serves every site, and a build needs neither fonts nor a library to
draw. People cut it to a square: everything stands in the middle.
"""

import io
from pathlib import Path

import typst
from PIL import Image

from site_builder.render.pdf.fonts import bundled_folder

PICTURE = Path(__file__).parents[1] / "templates" / "assets" / "share.png"
SOURCE = """
#set page(width: 1200pt, height: 630pt, margin: 0pt, fill: rgb("#0b3a73"))
#set text(font: "Noto Sans SC", fill: white)
#set align(center + horizon)
#box(width: 132pt, height: 168pt, fill: white, inset: (x: 24pt), align(horizon, stack(
  spacing: 24pt,
  ..(100%, 100%, 62%).map(w => align(left, rect(width: w, height: 9pt, fill: rgb("#0b3a73"))))
)))
#v(40pt, weak: true)
#text(size: 88pt, weight: "bold", tracking: 4pt)[政府信息公开]
#v(30pt, weak: true)
#rect(width: 96pt, height: 6pt, fill: rgb("#6ea3ea"))
"""


def main() -> None:
    """Draw it with few colours: a messenger fetches it for each page that is passed on."""
    drawn = typst.compile(
        SOURCE.encode(),
        format="png",
        ppi=72,
        font_paths=[bundled_folder()],
        ignore_system_fonts=True,
    )
    picture = Image.open(io.BytesIO(drawn)).convert("RGB").quantize(32, dither=Image.Dither.NONE)
    picture.save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
