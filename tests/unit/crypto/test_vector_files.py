"""The known answers are the files that SOURCES.md names, byte for byte."""

import hashlib
import re
from pathlib import Path

VECTORS = Path(__file__).parents[2] / "vectors"


def test_every_vector_file_is_the_one_that_was_collected() -> None:
    text = (VECTORS / "SOURCES.md").read_text()
    listed = re.findall(r"^\| `(\S+\.json)` \| (\w{64}) \|$", text, re.MULTILINE)
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in VECTORS.glob("*.json")}
    assert dict(listed) == found
    assert len(found) >= 9
