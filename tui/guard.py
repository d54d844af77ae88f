"""Running work whose failures are put in words. What words them is loaded when something fails."""

from collections.abc import Callable


def run_guarded(work: Callable[[], object], *, as_json: bool) -> int:
    """Do the work, and say in words what went wrong. Returns the exit code."""
    try:
        found = work()
    except BaseException as error:
        from tui.failure import put_in_words, show

        words = put_in_words(error)
        if words is None:
            raise
        show(words, as_json=as_json)
        return words.exit
    return found if isinstance(found, int) else 0
