"""The people somebody knows, and somebody's own keys."""

from pathlib import Path

import click

from tui.commands.people_secrets import generate_option, new_secret, recovery_option, tell
from tui.files import reserved
from tui.forms import Form, require_form
from tui.introductions import enrol_beside, require_unknown
from tui.locked import identity_option, unlocked_file
from tui.making import made_for
from tui.options import Group
from tui.outgoing import write_out
from tui.phrases import Notice, Question
from tui.run import Run, as_target, with_run
from tui.views import contact_line, contact_object
from vault import Contact, ReadOnlyError

_IDENTITY_BYTES_MAX = 16 * 1024
"""Well beyond what an identity file has."""


@click.group("person", cls=Group)
def person() -> None:
    """People: enrol, bring in, compare check words; one's own passphrase."""


@person.command("enrol")
@click.argument("name", metavar="NAME", required=False)
@generate_option
@recovery_option
@with_run
def enrol(run: Run, name: str | None, generate: bool, recovery_file: Path | None) -> None:
    """Add a person who sits here, and put them and the --as person in touch."""
    with run.at_hand() as (place, me), reserved(recovery_file):
        called = run.needed("name", name, Question.PERSON)
        require_unknown(me, called)
        passphrase = new_secret(run, called, generate=generate)
        new, code = enrol_beside(place, me, called, passphrase)
        try:
            tell(run, made_for(new, code), recovery_file, passphrase if generate else "", {})
        finally:
            new.lock()


@person.command("export")
@click.option("-o", "--output", callback=as_target, required=True, metavar="FILE")
@with_run
def export(run: Run, output: Path | None) -> None:
    """Write one's own public identity to a file for another machine: keys, no name."""
    target = output or Path()
    run.claim(target)
    with run.unlocked() as me:
        write_out(target, [me.people.export_file()])
        found = contact_object(me.people.me)
        run.out.result({**found, "file": str(target)}, [f"Check words: {found['check_words']}"])
        run.out.say(Notice.SEND_IDENTITY)


@person.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", metavar="NAME", help="What you call this person.")
@identity_option
@with_run
def bring_in(run: Run, file: Path, name: str | None, identity: Path | None) -> None:
    """Take in somebody's public identity, under the name that you call them."""
    # Their passphrase first: that of a locked file is the next line of the same source.
    with run.unlocked() as me:
        with unlocked_file(run, file, identity) as (opened, _):
            require_form(opened, str(file), Form.IDENTITY, "identity file")
            # One byte more than it can have tells that it is something else.
            data = opened.read(_IDENTITY_BYTES_MAX + 1)
        contact = me.people.import_file(run.needed("name", name, Question.PERSON), data)
        _show(run, contact)
        if not contact.confirmed:
            run.out.say(Notice.COMPARE)


@person.command("confirm")
@click.argument("name", metavar="NAME", required=False)
@click.option("--words", metavar="WORDS", help="The six check words as that person read them.")
@with_run
def confirm(run: Run, name: str | None, words: str | None) -> None:
    """Note that somebody's check words were compared by voice."""
    with run.unlocked() as me:
        called = run.needed("name", name, Question.PERSON)
        me.people.find(called)
        _show(run, me.people.confirm(called, run.needed("words", words, Question.WORDS)))


@person.command("list")
@with_run
def list_people(run: Run) -> None:
    """List the people you know, yourself first."""
    with run.unlocked() as me:
        known = [me.people.me, *me.people.contacts()]
        run.out.result(
            {"people": [contact_object(each) for each in known]},
            [contact_line(each) for each in known],
        )


@person.command("passphrase")
@generate_option
@click.option("--new-code", is_flag=True, help="Make a new recovery code too.")
@recovery_option
@with_run
def passphrase(run: Run, generate: bool, new_code: bool, recovery_file: Path | None) -> None:
    """Change your own passphrase. The old one opens nothing any more."""
    wanted = new_code or recovery_file is not None
    with run.unlocked() as me, reserved(recovery_file):
        chosen = new_secret(run, me.name, generate=generate)
        code = me.change_passphrase(chosen, renew_code=wanted)
        tell(run, made_for(me, code), recovery_file, chosen if generate else "", {})


@person.command("recover")
@generate_option
@recovery_option
@with_run
def recover(run: Run, generate: bool, recovery_file: Path | None) -> None:
    """Set a new passphrase with the recovery code. The code is replaced by a new one."""
    with run.ready() as place, reserved(recovery_file):
        name = run.person
        code = run.secrets.known(Question.RECOVERY_CODE.format(name=name))
        chosen = new_secret(run, name, generate=generate)
        try:
            me, fresh = place.recover(code, name, chosen)
        except ReadOnlyError:
            # Most likely a backup was put back. Who has forgotten the passphrase has no other way
            # in, so the question is asked here.
            if not run.older_is_right():
                raise
            me, fresh = place.recover(code, name, chosen, accept_older=True)
            run.out.warn(Notice.OLDER_ACCEPTED)
        try:
            tell(run, made_for(me, fresh), recovery_file, chosen if generate else "", {})
        finally:
            me.lock()


def _show(run: Run, contact: Contact) -> None:
    run.out.result(contact_object(contact), [contact_line(contact)])
