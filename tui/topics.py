"""What ``caucus help TOPIC`` explains."""

TOPICS = {
    "accessibility": """\
Everything can be done line by line, for a screen reader, a braille display or
a slow connection:
    caucus --plain       or ACCESSIBLE=1 in the environment, without a command
asks numbered questions. Nothing is written over, no cursor moves, nothing is
told by colour, and nothing is said while you type. Enter alone reads a list
again. One unlocks once, and works until one locks or leaves: sessions, notes,
search, sealing, the docket, requests, the round of the keyboard among several
people, opening, the receipt. caucus demo --plain does it with an invented
case.

Each line of a note is kept, encrypted, when you press Enter. Until then it
lies in the terminal, where no program can keep it: it is kept too when caucus
locks or is told to end, but a power cut or a killed program costs that one
line, however long ago it was typed. (Without --plain it costs two seconds at
most.)

It locks after as many minutes without Enter as the settings say, 5 if they say
nothing; on Windows with the next Enter. After the keyboard went round it is
locked, so that it comes back to you alone.

All other commands are line by line anyway: --plain leaves colour out of them;
so does output that is no terminal. What you type as a passphrase, and as your
answer in a round, is not shown and so not read out.
""",
    "archives": """\
An archive is one sealed file with whole sessions in it: to be kept for years,
to be handed to a party, or to bring two mediators' vaults together.
    caucus archive export --session ID [--for NAME]...
                                       asks for whom, and whether to write it
    caucus archive verify FILE         damage; with --as NAME also who made it
    caucus archive import FILE         the same as caucus receive FILE
    caucus --vault FILE.zip note list  reads one by itself; it is not changed
For several people it holds what every one of them may read. Without --for it
is for yourself. --with-keyslot puts your way in into it, so that your name and
passphrase open it without a vault, and import makes a new vault of it: by you,
and by whoever has the file and guesses them. Answers to requests never travel
in an archive. What was destroyed elsewhere stays readable here until you say
--destroy.
""",
    "audiences": """\
private     only you; not even whoever convened the session
mediators   all mediators of the session
caucus:A    the mediators and side A; likewise B, C ...
joint       mediators, parties and representatives, and nonparties seated with
            --reads-joint

What you may not read does not exist for you: the same answer as for an id
never used. Sealing is the one exception: every holder then sees that a record
of that label exists.
""",
    "backup": """\
A backup is one file with the whole vault in it, encrypted as the vault is:
every person's own passphrase or recovery code opens what is theirs, and nobody
else's does. Make one after each sitting, on another disk.
    caucus backup -o FILE    copies the whole vault
    caucus restore FILE      puts it back where no vault is yet
    caucus check             whether every row is whole
On the screen F8, where it asks for the passphrase, tries a backup, or makes a
vault of it beside the one that is there.
After a restored backup the vault is older than what this machine remembers of
it, and is only read until you say that this is right: caucus check
--accept-older. What was destroyed since the backup is still in it: destroy old
backups too.
To keep single sessions for years, or to hand them over: caucus help archives.
""",
    "disclosures": """\
What leaves the vault leaves as one file that carries its own evidence:
    waiver open ID -o FILE      what everybody agreed to release, the same file
                                for every holder
    disclosure make ENTRY:1,3   what must be told without a waiver, on your own
                                word, at once: --ground safety, claim,
                                settlement or order
    report                      what a court may be told: caucus help report
These portions, this purpose, this recipient; nothing else is affected. What
proves it goes along: who sat in the session, as what, and who agreed.

A danger is reported to who can avert it, never to who may rule on the case.
Nobody in the session is told, and nothing that they can see changes.
disclosure make --list shows the portions under their numbers.

Anybody checks such a file without a vault: disclosure verify, show, pdf,
extract. Whose keys signed it, no file can say: compare check words by voice.

--lock writes it for a passphrase, which the recipient is told by telephone
(--generate makes one). --age RECIPIENT encrypts it for who has an age key.
Without either, whoever has the file reads it. disclosure unlock opens a locked
file of any kind, --identity PATH one of age.
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

As anywhere, 130 is an interrupt, 143 an order to end, and 141 a reader of its
output that left, as with caucus ... | head.

With --json an error is {"schema": 1, "error": {"code", "message", "hint"}}.
""",
    "fields": """\
Whatever names a person or says something can be left out of the command line,
where a shell keeps it in its history and others see it in the list of
processes. Left out, it is asked for:
    caucus session convene
A script hands it over on an open file, as a JSON object of option names and
their texts: --fields-fd N. At the terminal it can be typed there, and Ctrl-D
ends it; nothing of that is kept:
    caucus session convene --fields-fd 3 3< /dev/tty
    {"as": "...", "case": "...", "party": ["A=...", "B=..."]}
From another program it comes by a pipe, as --fields-fd 0. Not with echo, nor
with <<<: what stands in a command stands in the history.
The text of a note is read from standard input.
""",
    "files": """\
Nobody need sit at another's machine. Everything that must travel is a file,
and caucus receive FILE... takes in any of them, in any order, and twice
without harm:
    identity         caucus person export          keys and no name: the only
                                                   file in clear
    request          caucus waiver send WAIVER     from the mediator to every
                                                   holder
    answer           caucus waiver consent FILE    from a holder to the
                                                   mediators; refuse and
                                                   withdraw look the same from
                                                   outside
    acknowledgement  caucus docket acknowledge -o  from a holder to the
                                                   mediators
    archive          caucus archive export         whole sessions, see caucus
                                                   help archives
A file opens for whom it was made for. Somebody's identity counts once you have
compared its six check words by voice: caucus person confirm. Without -o a
file gets a name that says nothing. When one of several files is refused, the
others are taken in; the exit code is the highest.
""",
    "passphrases": """\
A passphrase is typed without being shown, or read from --passphrase-fd N or
--passphrase-file PATH; never from an option or the environment. Where two
secrets are needed, the second is the next line of the same source:
    person enrol        yours, then the new person's
    person passphrase   the old one, then the new one
    person recover      the recovery code, then the new passphrase
    person import       yours, then that of a locked file; receive likewise
--generate makes a new one of six random words instead. With a forgotten one,
the recovery code sets a new one; on the screen that is F7, where it asks for
the passphrase.
""",
    "receive": """\
Whatever comes from another machine is taken in by one command: several files
at once, in any order, and twice without harm.
    caucus receive FILE...
It says of each file what it was and what to do next:
    identity          asks what you call this person (--name NAME); then
                      compare check words by voice: caucus person confirm
    request           read and answer it: caucus waiver show FILE
    answer            who is still missing, or that it can be opened now
    acknowledgement   shows in caucus docket --session ID
    archive           its sessions are in your lists from now on
    disclosure        is noted; caucus disclosure show FILE reads it
A file that was locked for you asks for the passphrase of the file. What is
refused changes nothing, and it is said why. A file of another kind is called
what it is, with the command that takes it.
""",
    "report": """\
A mediator tells a court no more than closed answers: that sessions were held
and when, who attended, and whether agreement was reached. There is no option
that takes a text, so nothing that was said can slip in.
    caucus report --session ID --agreement full -o FILE [--pdf FILE]
Anybody checks such a file without a vault: caucus disclosure verify FILE.
Dangers, claims and orders are another matter: caucus help disclosures.
""",
    "sealing": """\
A sealed record opens only when every holder agrees: all mediators and all
parties of the session, and any nonparty whose words it keeps. There is no
override, no majority and no time after which it opens by itself. Sealing
destroys the working copy, with all its revisions, once the sealed one was
proven to open. Backups and other machines keep their copies.
""",
    "standard-output": """\
-o - writes what would go into a file to standard output, for another program:
    caucus waiver send WAIVER -o - | another-program
Nothing is written before all of it is made and checked. What is said beside it
goes to standard error, so --json cannot stand with it, and a terminal is given
no such file. A backup is always a file. A file that is called - is ./-
""",
    "waivers": """\
A mediator asks: which portions of which records, what for, to whom, until
when. Everybody compares the six check words by voice, and agrees to exactly
that by repeating them. A refusal, or a withdrawal before the last consent,
ends the request for everyone. After the last consent nothing can be recalled.
The mediator who asked opens it; every holder can then read the same.
""",
}
