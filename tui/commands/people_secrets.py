"""What making, enrolling and recovering a person share: a new passphrase and a recovery code."""

from collections.abc import Mapping
from pathlib import Path

import click

from tui.files import fill
from tui.making import Made
from tui.phrases import Notice, Question
from tui.run import Run, as_path
from vault import generate_passphrase

generate_option = click.option(
    "--generate", is_flag=True, help="Make a passphrase of six random words and show it."
)
recovery_option = click.option(
    "--recovery-file", callback=as_path, metavar="PATH",
    help="Write the recovery code to this new file instead of showing it.",
)  # fmt: skip


def new_secret(run: Run, name: str, *, generate: bool) -> str:
    """Return a new passphrase: six random words, or one that is typed and strong enough."""
    if generate:
        return generate_passphrase()
    return run.secrets.chosen(Question.NEW.format(name=name), (name,))


def tell(
    run: Run, made: Made, recovery_file: Path | None, passphrase: str, more: Mapping[str, object]
) -> None:
    """Give the result of making somebody, with each secret in exactly one place.

    Args:
        run: the run.
        made: whom it is about, with a new recovery code if there is one.
        recovery_file: where the code goes instead of the result; its name is taken already.
        passphrase: a generated passphrase, or an empty text.
        more: what else belongs to the result.

    """
    code = made.code
    found = {**more, "person": made.name, "check_words": made.check_words}
    lines = [f"Person: {made.name}", f"Check words: {made.check_words}"]
    if code and recovery_file is not None:
        fill(recovery_file, f"{code}\n")
        found["recovery_file"] = str(recovery_file)
    elif code:
        found["recovery_code"] = code
        lines.append(f"Recovery code: {code}")
    if passphrase:
        found["passphrase"] = passphrase
        lines.append(f"Passphrase: {passphrase}")
    run.out.result(found, lines)
    if code and recovery_file is None:
        run.out.say(Notice.RECOVERY_CODE)
