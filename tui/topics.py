"""What ``caucus help TOPIC`` explains."""

TOPICS = {
    "accessibility": """\
Every task can be done line by line: no screen is redrawn and no cursor moves. --plain, or
ACCESSIBLE=1 in the environment, leaves colour out too; so does output that is no terminal.
""",
    "audiences": """\
private     only you, whoever convened the session
mediators   all mediators of the session
caucus:A    the mediators and side A; likewise B, C ...
joint       mediators, parties and representatives, and nonparties seated with --reads-joint

What you may not read does not exist for you: the same answer as for an id never used.
Sealing is the one exception: every holder then sees that a record of that label exists.
""",
    "exit-codes": """\
 0  done
 1  failed
 2  called in a way that is not understood
 3  wrong passphrase, or locked
 4  not found, or not readable for you: the same
 5  this act is somebody else's
 6  not everyone has agreed
 7  damaged or forged
 8  another program is using the vault
70  a mistake of the program

With --json an error is {"schema": 1, "error": {"code", "message", "hint"}}.
""",
    "fields": """\
Whatever names a person or says something can be left out of the command line, where a shell's
history would keep it. It is asked for, or taken from --fields-fd N: a JSON object of option names
and their texts, for example
    caucus session convene --fields-fd 3 3<<< '{"as": "...", "case": "...", "party": ["A=..."]}'
The text of a note is read from standard input.
""",
    "passphrases": """\
A passphrase is typed without being shown, or read from --passphrase-fd N or --passphrase-file
PATH; never from an option or the environment. Where two secrets are needed, the second is the
next line of the same source:
    person enrol        yours, then the new person's
    person passphrase   the old one, then the new one
    person recover      the recovery code, then the new passphrase
--generate makes a new one of six random words instead.
""",
    "sealing": """\
A sealed record opens only when every holder agrees: all mediators and all parties of the
session, and any nonparty whose words it keeps. There is no override, no majority and no time
after which it opens by itself. Sealing destroys the working copy, with all its revisions, once
the sealed one was proven to open. Backups and other machines keep their copies.
""",
    "waivers": """\
A mediator asks: which portions of which records, what for, to whom, until when. Everybody
compares the six check words by voice, and agrees to exactly that by repeating them. A refusal,
or a withdrawal before the last consent, ends the request for everyone. After the last consent
nothing can be recalled. The mediator who asked opens it; every holder can then read the same.
""",
}
