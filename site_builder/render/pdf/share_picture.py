"""What pages are shared with that have no picture of their own. Needs the extra `pdf`."""

import json
from importlib.resources import files

from site_builder.core.errors import RenderError
from site_builder.model.views.downloads import SharePictureView
from site_builder.render.pdf import fonts
from site_builder.render.pdf.job import PdfJob
from site_builder.render.pdf.worker import compile_pdf


def share_png(view: SharePictureView) -> bytes:
    """Draw the picture. Raises RenderError."""
    data = {
        "name": view.name,
        "organization": view.organization,
        "colour": view.colour,
        "font": fonts.font_faces(view.fonts)["hei"],
    }
    folder = fonts.bundled_folder()
    job = PdfJob(
        layout=files("site_builder.render.pdf").joinpath("share.typ").read_bytes(),
        document_json=json.dumps(data, ensure_ascii=False),
        fonts=(str(folder),) if folder else (),
        ignore_system_fonts=fonts.only_bundled(view.fonts),
        timestamp=0,
        tables=[],
        is_picture=True,
    )
    result = compile_pdf(job)
    if result.data is None:
        raise RenderError("分享用的图片画不出来", result.error.partition("\n")[0])
    return result.data
