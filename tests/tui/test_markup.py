"""No text reaches a widget but as it stands: what is built at run time goes through ``plain``."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "tui" / "app"
PARSING = {
    "Button", "Checkbox", "Collapsible", "Label", "Option", "RadioButton", "Selection", "Static",
    "TabPane", "Tree", "add", "add_leaf", "notify", "set_label", "update",
}  # fmt: skip
"""What reads markup in a text it is given."""
TITLES = {"border_subtitle", "border_title", "label", "tooltip"}
"""Attributes that do."""


def built(node: ast.expr | None) -> bool:
    """Tell a text that is put together at run time, so that words of a user may be in it."""
    match node:
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod()):
            # What begins as content stays content.
            return isinstance(left, ast.Constant) or built(left)
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="Content")))):
            return False
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
        case ast.IfExp(body=one, orelse=other):
            return built(one) or built(other)
    return False


def unsafe(tree: ast.AST) -> list[int]:
    """Return the lines where a built text is given to something that reads markup."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in PARSING:
                without = any(
                    each.arg == "markup" and ast.unparse(each.value) == "False"
                    for each in node.keywords
                )
                given = [
                    *node.args,
                    *(each.value for each in node.keywords if each.arg not in {"classes", "id"}),
                ]
                if not without and any(built(each) for each in given):
                    found.append(node.lineno)
            case ast.Assign(targets=[ast.Attribute(attr=name)]) if name in TITLES:
                if built(node.value):
                    found.append(node.lineno)
    return found


def test_no_widget_is_given_a_text_built_at_run_time():
    found = [
        f"{path.relative_to(APP)}:{line}"
        for path in sorted(APP.rglob("*.py"))
        for line in unsafe(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "Static(f'note {title}')",
        "Label('note ' + title)",
        "self.query_one('#x').update(Words.SAID.format(name=name))",
        "Option(', '.join(names))",
        "self.notify(f'{x}')",
        "box.border_title = f'{title}'",
        "Static('a' if b else f'{c}')",
    ],
)
def test_each_of_them_is_seen(source):
    assert unsafe(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "Static(plain(f'note {title}'))",
        "Static(Words.TITLE)",
        "self.notify(f'{x}', markup=False)",
        "box.border_title = plain_line(title)",
        "found.append(f'{x}')",
        "Static(badge(seat) + '  ' + plain(title), id=f'seat-{number}')",
        "Static(Content(', ').join(parts))",
    ],
)
def test_what_is_safe_is_let_pass(source):
    assert not unsafe(ast.parse(source))
