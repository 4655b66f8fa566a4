"""Text that is HTML already. The type keeps it apart from text that must still be escaped."""


class Html(str):
    """Markup made by our own renderers; Jinja2 asks `__html__` and does not escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)
