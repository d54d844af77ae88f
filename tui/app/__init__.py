"""The full-screen front end. Nothing outside this package imports Textual.

``application`` owns the life of the program: the vault thread, locking, the way back. ``screen``
is what every room stands on, ``text`` the only way for a user's words to reach a widget,
``themes`` the colours. Each room has a package or a module of its own.
"""

import os

# Textual's switches write keys to a log, pictures to a folder, or give the screen to a browser.
# They are gone before any module of this package imports Textual, which reads them once.
for _name in list(os.environ):
    if _name.startswith("TEXTUAL"):
        del os.environ[_name]
