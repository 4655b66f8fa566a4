"""Draw `templates/assets/share.png`: what pages are shared with where no name can be drawn.

A build that offers PDF files draws its own (`site_builder.render.pdf.share_picture`).
"""

import io
from pathlib import Path

from PIL import Image

from site_builder.config.main_colour import BUILT_IN_COLOUR
from site_builder.model.settings import Fonts
from site_builder.model.views.downloads import SharePictureView
from site_builder.render.pdf.share_picture import share_png

PICTURE = Path(__file__).parents[1] / "templates" / "assets" / "share.png"


def main() -> None:
    """Draw it with few colours: a messenger fetches it for each page that is passed on."""
    drawn = share_png(SharePictureView("政府信息公开", "", BUILT_IN_COLOUR, Fonts()))
    picture = Image.open(io.BytesIO(drawn)).convert("RGB").quantize(32, dither=Image.Dither.NONE)
    picture.save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
