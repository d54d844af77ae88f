"""FORMAT.md says what the code does: constants, labels, kinds, fields, columns, the example."""

import ast
import io
import json
import re
import zipfile
import zlib
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, text as sql

from tests.cast import Cast
from tests.vectors.composed import make, reader
from vault import NewEntry
from vault.format.entries import DestroyedRow, Destruction, destruction_object
from vault.format.padding import bucket_rule, pad, unpad
from vault.format.pae import number, pae
from vault.format.sealed import Acknowledgement, acknowledgement_object
from vault.format.statement import StatementType
from vault.format.waivers import Outcome, Released, outcome_object
from vault.keys import recovery
from vault.keys.words import check_words
from vault.mapper import own as own_mapper
from vault.store.database import Store
from vault.store.tables import metadata

FORMAT = (Path(__file__).parents[2] / "vault" / "FORMAT.md").read_text("utf-8")


def section(number_: int) -> str:
    """Return one numbered section of FORMAT.md."""
    return re.split(r"(?m)^## \d+\. ", FORMAT)[number_]


def rows(number_: int) -> list[list[str]]:
    """Return the cells of a section's tables, heads and rules left out."""
    found = re.findall(r"(?m)^\| (.+) \|$", section(number_))
    cells = [[cell.strip() for cell in line.split(" | ")] for line in found]
    return [line for line in cells if line[0].startswith("`")]


LABELS = {line[0].split("`")[1] for line in rows(5)}
KINDS = {line[0].split("`")[1] for line in rows(6)}
TYPES = set(re.findall(r"`(\w+)`", section(9).partition("`signed = ")[0]))
LEDGER = {line[0].strip("`"): line for line in rows(18)}


def test_the_sections_stand_in_the_order_of_the_contents():
    contents = " ".join(FORMAT.partition("Contents:")[2].partition("\n\n")[0].split())
    listed = re.findall(r"(\d+) ([^·]+?)\s*(?:·|$)", contents)
    headed = re.findall(r"(?m)^## (\d+)\. (.+)$", FORMAT)
    assert [number_ for number_, _ in headed] == [str(each) for each in range(1, 26)]
    assert listed == headed


# Limits ----------------------------------------------------------------------------------------

CONSTANTS = re.findall(r"(?m)^\| .+ \| (\d+) \| `(vault[\w.]+)` \|$", section(19))


@pytest.mark.parametrize(("value", "path"), CONSTANTS, ids=lambda each: each)
def test_a_limit_in_the_text_is_the_limit_in_the_code(value, path):
    assert resolved(path) == int(value)


def test_there_are_as_many_limits_as_lines():
    assert len(CONSTANTS) == section(19).count("| `vault.") >= 50


def resolved(path: str) -> object:
    """Return what a dotted path means: a module, then names in it."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:]:
            found = getattr(found, name)
        return found
    raise LookupError(path)


# Labels, kinds, types --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def library(modules) -> dict[str, ast.Module]:
    return {
        path: tree
        for path, tree in modules.items()
        if path.startswith("vault/") and not path.startswith("vault/standalone/")
    }


def literals(library: dict[str, ast.Module], function: str, place: int) -> set[str]:
    """Return the text or bytes given literally to a function at one place, anywhere."""
    found = set()
    for tree in library.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) == function and len(node.args) > place:
                value = node.args[place]
                if isinstance(value, ast.Constant) and isinstance(value.value, str | bytes):
                    given = value.value
                    found.add(given.decode() if isinstance(given, bytes) else given)
    return found


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def test_every_label_in_the_code_is_listed_and_every_listed_label_is_used(library):
    made, read = literals(library, "pae", 0), literals(library, "split", 1)
    assert made | read | literals(library, "split_all", 1) == LABELS


def test_every_kind_of_place_is_listed_and_every_listed_kind_is_used(library):
    direct = {
        value.args[1].value.decode()
        for tree in library.values()
        for value in ast.walk(tree)
        if isinstance(value, ast.Call)
        and _called(value) == "pae"
        and isinstance(value.args[0], ast.Constant)
        and value.args[0].value == "context"
        and isinstance(value.args[1], ast.Constant)
    }
    own = {own_mapper.PROFILE, own_mapper.CONTACT, own_mapper.SEAT, own_mapper.ANSWER}
    own |= {own_mapper.UPLOAD, own_mapper.UNSAVED, own_mapper.AWAY}
    assert literals(library, "context", 0) | direct | own == KINDS


def test_a_place_is_spelt_with_a_literal_kind_or_with_the_kind_of_an_own_row(library):
    other = [
        f"{path}:{node.lineno}"
        for path, tree in library.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and _called(node) == "context"
        and not isinstance(node.args[0], ast.Constant)
        and path != "vault/mapper/own.py"
    ]
    assert not other


def test_every_own_kind_in_the_code_is_described(library):
    text = section(15)
    described = set(re.findall(r"(?m)^- `(\w+)`: ", text))
    assert described == own_kinds(library) >= {own_mapper.PROFILE, own_mapper.AWAY}


def own_kinds(library: dict[str, ast.Module]) -> set[str]:
    """Return the words in the assignments of the own kinds."""
    return {
        each.value
        for node in library["vault/mapper/own.py"].body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
        for each in node.value.elts
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def test_the_types_of_statements_are_those_of_the_code():
    assert {each.value for each in StatementType} == TYPES


def test_no_label_is_also_a_type_of_statement():
    assert not LABELS & TYPES


def test_every_label_of_a_wrap_is_named_in_full(library):
    spelt = {
        node.value.decode()
        for tree in library.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, bytes)
        and node.value.startswith(b"caucus/1/")
        and len(node.value) > len(b"caucus/1/")
    }
    assert spelt
    assert all(f"`{label}`" in section(3) for label in spelt)


# Fields ----------------------------------------------------------------------------------------


def bodies() -> dict[str, dict[str, object]]:
    """Return a body of each type that the code can make, by type."""
    stored = json.loads((Path(make.__file__).parent / "statement.json").read_text("utf-8"))
    found = {case["in"]["type"]: case["out"]["body"] for case in stored["cases"]}
    row = DestroyedRow(bytes(16), 1, bytes(32))
    destruction = Destruction(bytes(32), 0, "destroyed", (row,), 1)
    found["destruction"] = destruction_object(destruction)
    found["acknowledgement"] = acknowledgement_object(Acknowledgement(bytes(32), 0, (), 1))
    released = (Released(bytes(16), 1, bytes(32)),)
    found["opening"] = outcome_object(Outcome(bytes(32), 0, "opened", released, 1))
    return found


def test_the_fields_of_every_statement_are_those_in_the_text():
    listed = {}
    for line in rows(9):
        outside = re.sub(r"\{[^}]*\}", "", line[1])
        for type_ in re.findall(r"`(\w+)`", line[0]):
            listed[type_] = set(re.findall(r"`(\w+)`", outside))
    made = bodies()
    assert {*made, "closing", "ending"} == set(listed)
    assert {type_: set(body) for type_, body in made.items()} == {
        type_: listed[type_] for type_ in made
    }
    inner = re.compile(r"list of \{([^}]*)\}")
    for line in rows(9):
        body = made.get(re.findall(r"`(\w+)`", line[0])[0], {})
        for name, nested in re.findall(r"`(\w+)` list of \{([^}]*)\}", line[1]):
            fields = set(re.findall(r"`(\w+)`", nested))
            for item in body.get(name, []):
                assert set(item) == fields
        assert len(inner.findall(line[1])) == line[1].count("{")


# The leak ledger -------------------------------------------------------------------------------


def difference(tables: MetaData) -> list[str]:
    """Return the tables whose columns are not those of the ledger, in the same order."""
    listed: dict[str, list[str]] = {}
    for line in rows(18):
        table, _, column = line[0].strip("`").partition(".")
        listed.setdefault(table, []).append(column)
    made = {table.name: [each.name for each in table.columns] for table in tables.sorted_tables}
    return sorted(name for name in {*listed, *made} if listed.get(name) != made.get(name))


def test_every_column_is_in_the_leak_ledger_once_and_in_its_order():
    assert difference(metadata) == []


@pytest.mark.parametrize("table", ["record", "diary"])
def test_an_unlisted_column_or_table_is_found(table):
    more = MetaData()
    for each in metadata.sorted_tables:
        each.to_metadata(more)
    Table(table, more, Column("topic", String(16)), extend_existing=True)
    assert difference(more) == [table]


@pytest.mark.parametrize("name", LEDGER)
def test_a_column_that_can_be_read_is_listed_as_plain_with_a_reason(name):
    table, _, column = name.partition(".")
    kind = metadata.tables[table].columns[column].type
    _, form, holds, learns = LEDGER[name]
    bounded = isinstance(kind, LargeBinary) and kind.length is not None
    readable = isinstance(kind, Integer | String) or bounded
    assert form == ("plain" if readable else "cipher")
    assert holds
    assert len(learns) >= len("random")


def test_the_kinds_of_the_journal_are_the_tables_without_three():
    assert set(own_mapper.KINDS) == set(metadata.tables) - {"vault", "setting", "journal"}


def test_a_vault_in_use_shows_nothing_but_what_the_ledger_says(cast: Cast):
    secrets = ("Mara Lindt", "Anna Berg", "Berg and Falk", "First sitting", "Mondays", "rota.pdf")
    cast.mediator.entries.add(cast.session, NewEntry("joint", "Only on Mondays.", title="Mondays"))
    record = cast.seal("Mondays.\n\nTuesdays.", "Mondays")
    waiver = cast.ask(record, 1)
    cast.agree(waiver)
    cast.open(waiver)
    cast.mediator.lock()
    store = Store(cast.location, read_only=True)
    filled = set()
    try:
        with store.connection() as connection:
            for name, (_, form, *_) in LEDGER.items():
                table, _, column = name.partition(".")
                for (value,) in connection.execute(sql(f'SELECT "{column}" FROM "{table}"')):
                    data = value if isinstance(value, bytes) else str(value).encode()
                    assert not [each for each in secrets if each.encode() in data]
                    if form == "cipher" and data:
                        assert len(data) >= 56 + 16, name
                    filled.add(table)
    finally:
        store.close()
    assert len(filled) >= len(metadata.tables) - 3


# The worked example ----------------------------------------------------------------------------


def example() -> dict[str, dict[str, object]]:
    """Return the values of the worked example by their first and second name."""
    found: dict[str, dict[str, object]] = {}
    folded = re.sub(r" =\n((?:      [0-9a-f]+\n)+)", _joined, section(21))
    for group, name, value in re.findall(r"(?m)^    (\w+)\.(\w+) = (.+)$", folded):
        whole = re.fullmatch(r"\d{1,8}", value)
        read = json.loads(value) if whole or value.startswith('"') else value
        found.setdefault(group, {})[name] = read
    return found


def _joined(match: re.Match[str]) -> str:
    return " = " + "".join(match[1].split()) + "\n"


EXAMPLE = example()
ANSWERS = {
    "slot": ("salt", "tag", "key"),
    "keyslot": ("checksum", "seed"),
    "identity": ("fingerprint", "owner", "self_key", "private_key", "check_words"),
    "statement": ("hash",),
    "audience": ("commitment", "tag", "reader_tag"),
    "stream_id": ("id",),
    "header": ("start", "link", "mark"),
    "recovery": ("code", "tag", "key"),
}


def test_the_worked_example_is_whole():
    expected = {*ANSWERS, "pae", "pad", "check", "file_id", "sealing", "opening"}
    expected |= {"line", "member"}
    assert set(EXAMPLE) == expected


@pytest.mark.parametrize("by", [make.LIBRARY, reader.READERS], ids=["library", "second reader"])
@pytest.mark.parametrize("kind", ANSWERS)
def test_the_worked_example_is_what_the_code_answers(kind, by):
    given = EXAMPLE[kind]
    answer = by[kind](given)
    assert {name: answer[name] for name in ANSWERS[kind]} == {
        name: given[name] for name in ANSWERS[kind]
    }


def test_the_small_pieces_of_the_example_are_right():
    encoded, padded, words = EXAMPLE["pae"], EXAMPLE["pad"], EXAMPLE["check"]
    assert bytes.fromhex(encoded["field2"]) == number(258)
    fields = [bytes.fromhex(encoded[name]) for name in ("field1", "field2")]
    assert pae(encoded["label"], *fields).hex() == encoded["bytes"]
    data = bytes.fromhex(padded["data"])
    assert pad(data, bucket_rule).hex() == padded["padded"]
    assert unpad(bytes.fromhex(padded["padded"]), bucket_rule) == data
    assert check_words(bytes.fromhex(words["digest"])) == words["words"]
    code = EXAMPLE["recovery"]
    assert recovery.spell(bytes.fromhex(code["code"])) == code["typed"]


@pytest.mark.parametrize("by", [make.LIBRARY, reader.READERS], ids=["library", "second reader"])
def test_the_attachment_of_the_example_lies_where_its_nonce_says(by):
    given = EXAMPLE["file_id"]
    assert by["stream_id"](given)["id"] == given["id"]
    other = {**given, "session": "00" * 32}
    assert by["stream_id"](other)["id"] != given["id"]


@pytest.mark.parametrize("by", [make.LIBRARY, reader.READERS], ids=["library", "second reader"])
def test_the_line_and_the_member_of_the_example_are_spelt_so(by):
    line, member = EXAMPLE["line"], EXAMPLE["member"]
    row = ["grant", line["session"], line["seat"], line["wrapped"]]
    assert by["lines"]({"bytes": line["bytes"]}) == {"rows": [row]}
    content = member["content"].encode()
    one = [member["name"], len(content), zlib.crc32(content), 0]
    end = len(bytes.fromhex(member["header"])) + len(content)
    made = by["member"]({"members": [one], "end": end})
    assert made["headers"] == [member["header"]]
    assert made["directory"] == member["directory"]


def test_the_member_of_the_example_is_a_zip_file_as_others_read_them():
    member = EXAMPLE["member"]
    whole = bytes.fromhex(member["header"]) + member["content"].encode()
    with zipfile.ZipFile(io.BytesIO(whole + bytes.fromhex(member["directory"]))) as found:
        assert found.namelist() == [f"caucus/{member['name']}"]
        assert found.read(found.namelist()[0]).decode() == member["content"]


@pytest.mark.parametrize("by", [make.LIBRARY, reader.READERS], ids=["library", "second reader"])
def test_the_released_key_of_the_example_opens_the_sealed_ciphertext(by):
    sealed, asked = EXAMPLE["sealing"], EXAMPLE["opening"]
    inputs = {
        "kind": "portion", "scope": sealed["session"], "row": sealed["record"],
        "parts": [number(asked["number"]).hex()], "key": asked["key"], "rule": "body",
        "ciphertext": asked["ciphertext"],
    }  # fmt: skip
    opened = bytes.fromhex(by["cell"](inputs)["data"])
    assert opened.endswith(bytes.fromhex(asked["data"]))
    with pytest.raises(Exception):  # noqa: B017, PT011 (each reader has its own errors)
        by["cell"]({**inputs, "parts": [number(3).hex()]})


@pytest.mark.parametrize("by", [make.LIBRARY, reader.READERS], ids=["library", "second reader"])
def test_the_header_of_the_example_is_what_its_plaintext_says(by):
    example_ = EXAMPLE["header"]
    answer = by["header"](example_)
    assert answer["text"] == example_["text"]
    assert answer["header"]["title"] == example_["title"]
    assert by["header_bytes"]({"bytes": example_["plaintext"]})["header"] == answer["header"]


@pytest.mark.parametrize("by", [make.LIBRARY, reader.READERS], ids=["library", "second reader"])
def test_the_portion_of_the_example_opens_with_all_three_and_with_no_two(by):
    sealed, asked = EXAMPLE["sealing"], EXAMPLE["opening"]
    shares = [sealed[f"share{i}"] for i in range(3)]
    pairs = [sealed[f"pair{pair}"] for pair in ("01", "02", "12")]
    made = by["sealing"]({**sealed, "shares": shares, "pairs": pairs})
    assert made["keys"][1] == sealed["key2"] == asked["key"]
    assert made["commitments"][1] == [asked[f"commitment{i}"] for i in range(3)]
    portion = {"number": asked["number"], "ciphertext": asked["ciphertext"]}
    inputs = {
        "session": sealed["session"],
        "record": sealed["record"],
        "request": asked["request"],
        "contributions": [asked[f"contribution{i}"] for i in range(3)],
        "portions": [{**portion, "commitments": made["commitments"][1]}],
    }
    (opened,) = by["opening"](inputs)["opened"]
    assert (opened["key"], opened["data"]) == (asked["key"], asked["data"])
    assert bytes.fromhex(opened["data"]).decode() == asked["text"]
    for left_out in range(3):
        two = [each for i, each in enumerate(inputs["contributions"]) if i != left_out]
        with pytest.raises(Exception):  # noqa: B017, PT011 (each reader has its own errors)
            by["opening"]({**inputs, "contributions": two})
    with pytest.raises(Exception):  # noqa: B017, PT011
        by["opening"]({**inputs, "request": "00" * 32})
