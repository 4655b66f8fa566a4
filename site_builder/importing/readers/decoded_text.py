"""Bytes of text files → characters: by their mark, by what they declare, by what they hold."""

from dataclasses import dataclass

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.text.byte_size import format_size
from site_builder.core.text.encodings import ENCODINGS
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

REPLACEMENT = "\ufffd"
"""Stands for bytes that are no character of the encoding."""
_MOJIBAKE = "锟斤拷"
"""What two such characters become when somebody read them once more in the wrong encoding."""
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SIGNATURES = {
    b"PK\x03\x04": ("Word、Excel 或压缩文件", ".docx、.xlsx 或 .zip"),
    b"%PDF-": ("PDF 文件", ".pdf"),
    b"\xd0\xcf\x11\xe0": ("旧版 Word、Excel 或 WPS 文件", ".doc、.xls 或 .wps"),
    b"\x89PNG": ("图片", ".png"),
    b"\xff\xd8\xff": ("图片", ".jpg"),
    b"GIF8": ("图片", ".gif"),
    b"Rar!": ("压缩文件", ".rar"),
}
_COMMON = frozenset(
    "的一是在和有年政府信息公开不了人大中为对行工作情况本项规定第条申请数量处理其他办理机关总计会发以及"
    "与於國們這個來時說為開體學資訊報告總計區縣務機關請數項條規處辦、，。：；（）“”《》0123456789"
)
"""What a Chinese text of any kind consists of; wrongly decoded bytes hold few of them."""
_SAMPLE = 200_000
"""Characters that decide between encodings."""
_MAX_BROKEN = 0.02
"""Share of characters that may be none; beyond it, the encoding itself is not understood."""
_MIN_COMMON = 0.15
_MIN_NULS = 0.05
_CONTROL = lazy_pattern("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The characters of a file, and what a person should know of how they were read."""

    text: str
    encoding: str
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(file: str, data: bytes, declared: str, limit: int) -> DecodedText:
    """Decode a text file of at most `limit` bytes; `declared` is the encoding it names, or empty.

    Bytes that are no characters become U+FFFD, and are reported. Raises UnsupportedFileError for
    what is no text.
    """
    _check_bytes(data, limit)
    encoding, start = _find_encoding(data, declared)
    text = data[start:].decode(encoding, "replace")
    text = (
        text.removeprefix("\ufeff").replace("\0", REPLACEMENT).replace(_MOJIBAKE, REPLACEMENT * 2)
    )
    broken = text.count(REPLACEMENT)
    if broken > len(text) * _MAX_BROKEN or len(_CONTROL.findall(text)) > len(text) * _MAX_BROKEN:
        raise UnsupportedFileError(
            "文件里的字节大多不是文字，编码认不出来",
            "请用写它的软件打开，另存为 UTF-8 编码的文本或网页，再导入。",
        )
    if not broken:
        return DecodedText(text, encoding)
    line = text.count("\n", 0, text.index(REPLACEMENT)) + 1
    message = f"文件里有 {broken} 处认不出的字符，用“{REPLACEMENT}”代替，第一处在第 {line} 行"
    hint = "文件可能损坏，或者存错了编码。请对照原件改正这些字。"
    return DecodedText(
        text, encoding, (warning("import/encoding", Location(file, line), message, hint),)
    )


def _check_bytes(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise UnsupportedFileError(
            f"文件有 {format_size(len(data))}，超过 {format_size(limit)}",
            "请只保存报告本身的那一页；有很多图片的，先去掉图片。",
        )
    for signature, (name, suffix) in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnsupportedFileError(
                f"这不是文字文件，里面其实是{name}", f"请把扩展名改成 {suffix}，再导入。"
            )
    if not data.strip():
        raise UnsupportedFileError("文件是空的", "请核对文件，重新保存后再导入。")


def _find_encoding(data: bytes, declared: str) -> tuple[str, int]:
    """Return the encoding, and how long its mark is."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    sample = data[: _SAMPLE * 2]
    nuls = sample.count(0)
    if nuls > len(sample) * _MIN_NULS:
        is_little = sample[1::2].count(0) > sample[::2].count(0)
        return ("utf-16-le" if is_little else "utf-16-be"), 0
    try:
        data.decode("ascii")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", 0
    name = ENCODINGS.get(declared.strip().lower(), "utf-8")
    candidates = dict.fromkeys((name, "utf-8", "gb18030", "utf-16-le", "utf-16-be"))
    scores = {encoding: _plausibility(data, sample, encoding) for encoding in candidates}
    best = max(scores, key=scores.__getitem__)
    return best, 0


def _plausibility(data: bytes, sample: bytes, encoding: str) -> float:
    """Return how much a text in this encoding resembles Chinese, from -1."""
    try:
        text = sample.decode(encoding, "replace")
        broken = text.count(REPLACEMENT)
        if not broken and len(sample) < len(data):
            broken += data.decode(encoding, "replace").count(REPLACEMENT) > 1
    except (LookupError, UnicodeError):
        return -1.0
    letters = [character for character in text if not character.isascii()]
    if not letters:
        return 0.0
    common = sum(character in _COMMON for character in letters)
    score = (common - 2 * broken) / len(letters)
    # Any two bytes are a character of UTF-16: it has to be Chinese beyond doubt.
    return score - 1 if encoding.startswith("utf-16") and score < _MIN_COMMON else score
