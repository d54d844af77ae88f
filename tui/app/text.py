"""The only way for words of a user to reach a widget: never read as markup, never as commands."""

from rich.text import Text
from textual.content import Content

from tui.output import clean_line, clean_text


def plain(text: str, style: str = "") -> Content:
    """Return a text as it stands: brackets are brackets, and no control character is left.

    Args:
        text: what somebody wrote, or a sentence that contains it.
        style: a style for all of it, such as ``bold`` or ``$text-muted``.

    """
    return Content.styled(clean_text(text), style) if style else Content(clean_text(text))


def plain_line(text: str, style: str = "") -> Content:
    """Return a text as one line, for titles, lists and buttons."""
    cleaned = clean_line(text)
    return Content.styled(cleaned, style) if style else Content(cleaned)


def label(text: str, style: str = "") -> Text:
    """Return a text as one line for a tree, which takes no other kind of label."""
    return Text(clean_line(text), style)
