"""The stylesheet: one file, joined from the templates' parts, named by its contents."""

import hashlib
from pathlib import Path


def stylesheet(folder: Path) -> tuple[str, bytes]:
    """Join the style parts of a templates folder. Returns the URL and the bytes."""
    parts = [
        folder / "assets" / "tokens.css",
        folder / "assets" / "base.css",
        *sorted((folder / "components").glob("*/*.css")),
        folder / "assets" / "print.css",
    ]
    data = b"\n".join(part.read_bytes().replace(b"\r\n", b"\n") for part in parts)
    name = hashlib.blake2b(data, digest_size=4).hexdigest()
    return f"assets/site.{name}.css", data
