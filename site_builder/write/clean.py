"""Copies of attachments without the names of who made them, proved to hold the same content.

Called by the pipeline for each attachment. What cannot be cleaned for certain is left as it is,
and the reason goes to the author.
"""

from collections.abc import Callable

from site_builder.containers import KeptError, LeftoverError, RefusedError
from site_builder.write import clean_media, clean_office, clean_pdf, clean_pictures

MAX_FILE = 100_000_000


def clean(path: str, data: bytes) -> tuple[bytes, str]:
    """Clean one attachment. Returns the bytes to publish, and why they are the original ones.

    The reason is empty when the copy is clean, or has nothing to be cleaned of, and where rules
    p007 and p008 tell the author: signed, locked, or of a form that is not looked into.
    """
    work = _cleaner(path, data)
    reason = ""
    if work and len(data) > MAX_FILE:
        reason = f"文件超过 {MAX_FILE // 1_000_000} MB"
    elif work:
        try:
            return work(data), ""
        except LeftoverError as fault:
            return fault.data, str(fault)
        except KeptError:
            pass
        except RefusedError as fault:
            reason = str(fault)
        except (MemoryError, RecursionError):
            reason = "文件太复杂"
        except Exception:  # noqa: BLE001 - a stranger's bytes may break a library in any way
            reason = "文件损坏，打不开"
    return data, reason


def _cleaner(path: str, data: bytes) -> Callable[[bytes], bytes] | None:
    """Choose by what the bytes are, not by what the name says."""
    ending = path.rpartition(".")[2].lower()
    if data.lstrip()[:5] == b"%PDF-" or ending == "pdf":
        return clean_pdf.clean
    if picture := clean_pictures.cleaner(data):
        return picture
    if media := clean_media.cleaner(data, ending):
        return media
    return clean_office.clean if data[:2] == b"PK" else None
