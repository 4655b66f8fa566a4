"""What the editor's own pages ask it for, without a browser."""

import json
import re
from typing import Any

from tests.helpers import Project, read_tree
from tests.preview.preview_client import PreviewServer


def sources(site: Project) -> dict[str, bytes]:
    """Return all files of a project but the lock of those who save, which holds nothing."""
    return {path: data for path, data in read_tree(site.path).items() if path != ".build/save-lock"}


class EditorClient:
    """A page of the editor."""

    def __init__(self, editor: PreviewServer) -> None:
        match = re.search(r'edit-token" content="([^"]+)"', editor.get("/_edit/").text)
        assert match
        self._editor = editor
        self.headers = {
            "Origin": f"http://127.0.0.1:{editor.port}",
            "X-Edit-Token": match[1],
            "Content-Type": "application/json",
        }

    def ask(self, action: str, request: object) -> tuple[int, Any]:
        """Ask for an action. Returns status and answer."""
        headers = {name.replace("-", "_"): value for name, value in self.headers.items()}
        reply = self._editor.post(f"/_edit/api/{action}", json.dumps(request).encode(), **headers)
        return reply.status, json.loads(reply.text)

    def merge_base(self, year: int) -> str:
        """Return the digest of a year's figures as they are now."""
        status, answer = self.ask("merge-figures", {"year": year, "was": {}, "cells": {}})
        assert status == 200
        return str(answer["base"])
