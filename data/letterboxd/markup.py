"""Between Letterboxd's HTML and the markup of members' text."""


def from_html(html: str) -> str:
    """A text as members' text has it."""
    return html
