"""Entries of PDF dictionaries that no standard knows: programs store texts and files in them.

Names of fonts, pictures and states are chosen freely, so an entry goes only for what it holds: a
text, or a stream that nothing draws.
"""

import pikepdf


def _key_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT_KEYS = _key_set(
    "/Title /Contents /T /TU /TM /DA /DS /RC /V /DV /Alt /ActualText /E /ID /Lang /P /Registry "
    "/Ordering /CharSet /FontFamily /Panose /Name /URI /Base /F /UF /D /JS /NM /N /Subj /Desc "
    "/OutputConditionIdentifier /OutputCondition /RegistryName /Info /OverlayText /CA /AC /RC "
    "/Summary /Lookup /CreationDate /ModDate /M /DOS /Unix /Dest /TI /XFA /CI /Phoneme /U /O "
    "/BaseVersion /Trapped /GTS_PDFXVersion /Short /Checksum /CheckSum /Tag /AN /R /CL /PS"
)
"""Entries whose value is a text by the standard."""
_DRAWING_STREAM_KEYS = _key_set(
    "/Type /Subtype /FunctionType /ShadingType /PatternType /Length1 /Length2 /Length3 /N "
    "/CMapName /BBox /Width"
)
"""The entries of a stream that is drawn, or drawn with, about itself."""
_STREAM_KEYS = _key_set(
    "/Contents /ToUnicode /CIDToGIDMap /FontFile /FontFile2 /FontFile3 /Metadata /JS /XFA /Lookup "
    "/SMask /Mask /DestOutputProfile /CIDSet /Encoding /RC /V /N /D /R /TR /TR2 /BG /BG2 /UCR "
    "/UCR2 /HT /Function /G /Group /EF /F /UF /Sound /Movie /RichMediaContent /Thumb /RV /AF /3DD"
)
"""Entries whose value may be a stream without such marks."""


def drop_private_entries(item: pikepdf.Object) -> None:
    """Remove texts and streams under names that the standard does not have."""
    for key in list(item.keys()):
        value = item[key]
        if isinstance(value, pikepdf.String):
            private = key not in _TEXT_KEYS
        elif isinstance(value, pikepdf.Stream):
            # Glyphs of a font and entries of a catalogue of resources bear any name.
            private = (
                key not in _STREAM_KEYS
                and not _is_glyph_dictionary(item)
                and not _is_drawing(value)
            )
        elif isinstance(value, pikepdf.Array):
            private = key not in _LIST_KEYS and any(
                isinstance(part, pikepdf.String) for part in value
            )
        else:
            private = False
        if private:
            del item[key]


_LIST_KEYS = _key_set(
    "/Names /Nums /Limits /Headers /Opt /V /DV /I /ID /CS /ColorSpace /C /D /A /Order /JS "
    "/RBGroups /Fields /SeparationColorNames /OCGs /CO /Kids /DA /Dest /Reference /K /State /XFA"
)
"""Entries whose value may be a list with texts."""


def _is_drawing(stream: pikepdf.Stream) -> bool:
    return any(key in stream for key in _DRAWING_STREAM_KEYS)


def _is_glyph_dictionary(item: pikepdf.Object) -> bool:
    """Return whether this draws the glyphs of a font: all of them streams without marks."""
    inner = [item[key] for key in list(item.keys())]
    return len(inner) > 1 and all(
        isinstance(part, pikepdf.Stream) and not _is_drawing(part) for part in inner
    )
