"""The line between a program and its PostgreSQL server, which can be cut in a commit."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

_NAME = ".s.PGSQL.5432"
_COMMIT = b"COMMIT\0"
_PIECE = 65_536


class Line:
    """Passes on what both sides say, until a commit goes by that is not to be."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder = folder
        self._server = str(server / _NAME)
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / _NAME))
        self._listening.listen()
        self.cut = ""
        """When the next commit is said: ``before`` the server hears it, or ``after``."""
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                program, _ = self._listening.accept()
                threading.Thread(target=self._pass_on, args=(program,), daemon=True).start()

    def _pass_on(self, program: socket.socket) -> None:
        with program, socket.socket(socket.AF_UNIX) as server, suppress(OSError):
            server.connect(self._server)
            said = threading.Event()
            back = threading.Thread(target=self._answer, args=(server, program, said), daemon=True)
            back.start()
            while piece := program.recv(_PIECE):
                cut, self.cut = (self.cut, "") if _COMMIT in piece else ("", self.cut)
                if cut == "after":
                    said.set()
                if cut != "before":
                    server.sendall(piece)
                if cut == "after":
                    back.join()
                if cut:
                    break
            for each in (program, server):
                each.shutdown(socket.SHUT_RDWR)

    def _answer(
        self, server: socket.socket, program: socket.socket, said: threading.Event
    ) -> None:
        """Pass on what the server says; its answer to the last commit is heard by nobody."""
        with suppress(OSError):
            while piece := server.recv(_PIECE):
                if said.is_set():
                    return
                program.sendall(piece)
