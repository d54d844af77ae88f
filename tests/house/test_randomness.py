"""Rule R14: the core does not print, prompt, read the environment, ask the clock or roll dice."""

import ast
import re

import pytest

BANNED = re.compile(
    r"(random|pickle|marshal|shelve|getpass|logging|platformdirs)(\..*)?"
    r"|print|input|breakpoint|eval|exec"
    r"|os\.(environ|environb|getenv|getenvb|putenv|getlogin)(\..*)?"
    r"|os\.path\.expand(user|vars)|pathlib\.Path\.(home|expanduser)"
    r"|sys\.(argv|stdin|stdout|stderr|__std\w+)(\..*)?"
    r"|time\.(time|time_ns|monotonic|monotonic_ns|perf_counter|perf_counter_ns|localtime|sleep)"
    r"|datetime\.datetime\.(now|utcnow|today)|datetime\.date\.today"
)
"""Full names: vault.crypto.random, which merely ends like one, is not one."""
STANDALONE = "vault/standalone/"
"""A program of its own, which leaves inside archives: nothing in the package imports it."""


def test_the_core_does_nothing_that_its_caller_must_do_for_it(modules, names_used):
    found = [
        f"{path}:{line}: {name}"
        for path, tree in modules.items()
        if path.startswith("vault/") and not path.startswith(STANDALONE)
        for line, name in names_used(tree)
        if BANNED.fullmatch(name)
    ]
    assert not found


def test_what_leaves_inside_archives_is_no_part_of_the_core(modules, names_used):
    found = [
        f"{path}:{line}: {name}"
        for path, tree in modules.items()
        for line, name in names_used(tree)
        if name.startswith("vault.standalone")
        or (path.startswith(STANDALONE) and re.match(r"(vault|tui|migrations)\b", name))
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import random as dice\ndice.choice([])",
        "from random import choice",
        "import pickle",
        "import os\nos.environ['HOME']",
        "from os import environ as e\ne.get('HOME')",
        "import os as system\nsystem.getenv('HOME')",
        "from datetime import datetime\ndatetime.now()",
        "import datetime as d\nd.datetime.now()",
        "import time\ntime.time()",
        "from time import time",
        "print('note')",
        "input()",
        "import sys\nsys.stderr.write('note')",
        "from pathlib import Path\nPath.home()",
    ],
)
def test_each_way_of_writing_it_is_seen(source, names_used):
    assert any(BANNED.fullmatch(name) for _, name in names_used(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "from vault.crypto.random import random_key\nrandom_key()",
        "from vault.crypto import random\nrandom.random_key()",
        "from datetime import datetime\ndatetime.fromtimestamp(clock(), tz)",
        "self.clock.time()",
    ],
)
def test_what_only_looks_like_it_is_let_pass(source, names_used):
    assert not any(BANNED.fullmatch(name) for _, name in names_used(ast.parse(source)))
