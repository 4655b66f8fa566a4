"""YAML with the place of each value, and its mistakes explained to who wrote them."""
