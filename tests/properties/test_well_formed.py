"""Whatever a value may hold, every XML and JSON file of the site is well-formed."""

import json
from xml.etree import ElementTree as ET

from tests.helpers import ProjectFactory
from tests.properties.small_site import LAWFUL, document, lawful_site

_ODD = '甲\U0001f600\u0301𠀀]]>&<b>"$--{{ 7 }}{% x %}–\u00a0乙'
"""Signs that somebody has a use for, joined ones, and what means something to a format."""


def test_every_file_is_well_formed(make_project: ProjectFactory) -> None:
    files = lawful_site(1)
    files["content/2020/documents/d0000.md"] = document(
        2020, 0, f"'{_ODD}'", f"## {_ODD}\n\n正文。"
    )
    files["config.yaml"] = LAWFUL.replace("机关: 测试园区", f"机关: '{_ODD}'")
    built = make_project("".join(f"--- {path}\n{text}\n" for path, text in files.items())).build()
    read = 0
    for path, data in built.files.items():
        if path.endswith((".xml", ".svg")):
            ET.fromstring(data)  # noqa: S314 - our own
            read += path == "atom.xml"
        elif path.endswith((".json", ".jsonld")):
            json.loads(data)
            read += path == "catalogue.json"
    assert read == 2, sorted(built.files)
