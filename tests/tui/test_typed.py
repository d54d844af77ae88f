"""Paths as people type them, or drop them from a window of files."""

from pathlib import Path

import pytest

from tui.app.typed import typed_path


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_file_dropped_behind_the_folder_in_the_field_is_that_file(tmp_path, quote):
    file = tmp_path / "from the mail.zip"
    file.touch()
    dropped = f"{quote}{file}{quote}"
    assert typed_path(f"/srv/ruth/{dropped} ") == file
    assert typed_path(f" {dropped} ") == file


@pytest.mark.long
def test_one_stroke_too_many_names_the_same_place(tmp_path):
    (tmp_path / "here").touch()
    assert typed_path(f"{tmp_path}//here") == tmp_path / "here"
    assert typed_path(f"{tmp_path}//new") == tmp_path / "new"
    assert typed_path("~") == Path.home()
