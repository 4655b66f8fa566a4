"""What was typed into figures.yaml, read apart from the program."""

from collections.abc import Iterator

import yaml


def list_typed_values(text: str) -> list[str]:
    """List the values of a figures.yaml in the order they were typed."""

    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for child in value.values():
                yield from walk(child)
        elif isinstance(value, list):
            yield from (str(item) for item in value)

    return list(walk(yaml.load(text, yaml.BaseLoader)))  # noqa: S506 - text and nothing else
