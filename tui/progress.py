"""How far long work with one file has come: a line now and then, and no cursor that moves."""

from tui.output import Output

_MEBIBYTE = 1024 * 1024
STEP_BYTES = 64 * _MEBIBYTE


class Progress:
    """Is told bytes as they are read or written.

    Args:
        out: where the lines go.
        line: what is said, with a place for the number of mebibytes.
        step: after how many bytes something is said again.

    """

    def __init__(self, out: Output, line: str, step: int = STEP_BYTES) -> None:
        self._out = out
        self._line = line
        self._step = step
        self._done = 0
        self._said = 0

    def __call__(self, count: int) -> None:
        self._done += count
        if self._done - self._said >= self._step:
            self._said = self._done
            self._out.say(self._line.format(size=self._done // _MEBIBYTE))
