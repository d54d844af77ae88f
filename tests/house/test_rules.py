"""Each rule that the program must hold to is named by a test that would fail if it did not."""

import ast
import re

RULES = [f"R{number}" for number in range(1, 15)]
NAMED = re.compile(r"\bR(?:1[0-4]|[1-9])\b")


def test_each_rule_is_named_by_a_test(texts):
    named = set[str]()
    for path, text in texts.items():
        if re.fullmatch(r"tests/(?:\w+/)+test_\w+\.py", path) and not path.endswith(
            "test_rules.py"
        ):
            named |= rules_named(text)
    assert sorted(set(RULES) - named) == []


def test_a_rule_is_named_by_the_docstring_of_a_test_or_of_a_module_with_tests_only():
    found = rules_named('"""R1."""\ndef test_it():\n    """R12, R3."""\n    "R4"  # R5\n')
    assert found == {"R1", "R3", "R12"}
    assert rules_named('"""R1."""\ndef helper():\n    """R2."""\n') == set()
    assert rules_named(
        'class TestIt:\n    def test_it(self):\n        """R21, XR1 and R14."""\n'
    ) == {"R14"}


def rules_named(text: str) -> set[str]:
    """Return the rules that the docstrings of a module's tests name, or the module's own."""
    tree = ast.parse(text)
    tests = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    ]
    docstrings = [ast.get_docstring(node) or "" for node in (*tests, *[tree] * bool(tests))]
    return {rule for docstring in docstrings for rule in NAMED.findall(docstring)}
