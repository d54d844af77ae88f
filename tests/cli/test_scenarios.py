"""Three mediations told to their end at the command line, each person at a machine of their own.

What no story may leave behind is looked for at the end of each: words and names in clear.
"""

from itertools import chain
from pathlib import Path

import pyrage
import pytest
from pypdf import PdfReader

from tests.cli.matter import Matter

MARA, NILS, ANNA, BORIS = "Mara Lindt", "Nils Holt", "Anna Berg", "Boris Falk"
RUTH, CARL, TOM, KIM = "Ruth Adler", "Carl Voss", "Tom Reich", "Kim Falk"
NOTHING = "ZQX-CANARY"
"""Stands in everything that must stay sealed, private, or in one side's caucus."""
IN_CLEAR = [
    NOTHING, "Berg", "Falk", "sitting", "Lindt", "Adler", "Voss", "Reich", "Holt", "rota",
    "Wednesdays", "struck", "clause", "grievance", "coordinator", "tribunal",
]  # fmt: skip


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Files without a name go into this folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)


def altered(file: Path) -> Path:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    target = file.with_name(f"altered-{file.name}")
    target.write_bytes(bytes(data))
    return target


def test_a_remark_is_released_by_the_sentence_and_to_one_recipient(tmp_path):
    """S1, R2, R3, R4, R5, R8: a manager's remark, its grievance panel, and a refusal before."""
    matter = Matter(
        tmp_path, [MARA], [("A", ANNA), ("B", BORIS)], [("A", RUTH), ("B", CARL)], [TOM]
    )
    mara, anna, boris = matter[MARA], matter[ANNA], matter[BORIS]
    rules = matter.write(MARA, "joint", f"Ground rules. {NOTHING}")
    remark = matter.write(
        MARA, "joint", f"The rota will change if this goes on.\n\nMore of it. {NOTHING}\n",
        "--speaker", BORIS, "--title", "Second hour",
    )  # fmt: skip
    caucus_a = matter.write(MARA, "caucus:A", f"She would move. {NOTHING}")
    caucus_b = matter.write(MARA, "caucus:B", f"The ceiling. {NOTHING}")
    matter.write(MARA, "private", f"Credible? {NOTHING}")
    sealed = [
        matter.seal(MARA, entry, label)
        for entry, label in (
            (rules, "One"), (remark, "Two"), (caucus_a, "Three"), (caucus_b, "Four"),
        )
    ]  # fmt: skip
    assert all(each["holders"] == [MARA, ANNA, BORIS] for each in sealed)
    record = sealed[1]["record"]
    matter.hand_over(MARA, ANNA, BORIS, RUTH, CARL, TOM)
    diary = matter.write(ANNA, "private", f"My diary. {NOTHING}")

    # Everything that was said of it, for the panel: B refuses.
    wide = matter.ask(MARA, [record], "the complaint", "grievance panel")
    refused_consent = matter.consent(ANNA, wide)
    refusal = matter.answer(BORIS, "refuse", wide)
    for file in (refused_consent, refusal):
        mara.done("receive", str(file))
    assert mara.done("waiver", "show", wide.waiver)["state"] == "ended"
    matter.hand_over(MARA, ANNA, BORIS)
    for holder in (anna, boris):
        told = holder.run("waiver", "show", wide.waiver)
        assert "not unanimous" in told.out
        assert not any(word in told.out for word in ("refus", f"by {BORIS}"))
        assert holder.code("waiver", "open", wide.waiver) == 6

    # One sentence, for one purpose: everybody agrees.
    narrow = matter.ask(MARA, [f"{record}:1"], "the complaint about the rota", "grievance panel")
    assert narrow.words != wide.words
    assert anna.code("waiver", "consent", str(narrow.file), "--agree", wide.words) == 1
    assert anna.code("waiver", "consent", str(altered(narrow.file)), "--agree", narrow.words) == 7
    for outsider in (RUTH, CARL, TOM):
        words = ["waiver", "consent", str(narrow.file), "--agree", narrow.words]
        # The request is for its holders: to nobody else does the file open.
        assert matter[outsider].code(*words) == 7
    mara.done("receive", str(refused_consent))
    mara.done("receive", str(matter.consent(ANNA, narrow)))
    mara.done("waiver", "consent", narrow.waiver, "--agree", narrow.words)
    early = mara.run("waiver", "open", narrow.waiver, "-o", "early")
    assert (early.code, BORIS in early.err) == (6, True)
    mara.done("receive", str(matter.consent(BORIS, narrow)))
    mara.done("waiver", "open", narrow.waiver, "-o", "remark.disclosure")

    # The panel has no vault. Exactly the sentence comes out, with who agreed and for what.
    panel = matter[TOM].desk
    assert panel.done("disclosure", "verify", "remark.disclosure")["valid"]
    found = panel.done("disclosure", "show", "remark.disclosure")
    (portion,) = found["portions"]
    assert portion["text"] == "The rota will change if this goes on."
    assert (portion["author"], portion["speakers"]) == (MARA, [BORIS])
    assert (found["purpose"], found["recipient"]) == (
        "the complaint about the rota", "grievance panel",
    )  # fmt: skip
    assert [seat["name"] for seat in found["seats"] if seat["consented"]] == [MARA, ANNA, BORIS]
    assert "nothing else is affected" in found["limits"]
    assert NOTHING.encode() not in Path("remark.disclosure").read_bytes()

    # Everybody has the same; what was not released stays sealed, and a diary is its writer's.
    for holder in (anna, boris):
        holder.done("receive", "remark.disclosure")
        target = matter.new_file("disclosure")
        holder.done("waiver", "open", narrow.waiver, "-o", str(target))
        assert target.read_bytes() == Path("remark.disclosure").read_bytes()
        assert holder.code("waiver", "withdraw", narrow.waiver) == 6
    for person in (mara, anna, boris):
        listed = person.done("note", "list")["entries"]
        assert not {each["entry"] for each in listed} & {rules, remark, caucus_a, caucus_b}
        assert len(person.done("docket", "--session", matter.session)["records"]) == 4
    assert mara.code("note", "show", diary) == 4
    assert matter.traces(IN_CLEAR) == []


def told(desk, name: str) -> dict[str, str]:
    """What somebody is told of everything that they can see, to the byte."""
    views = (
        ["session", "list"], ["note", "list"], ["note", "find", "e"], ["check"], ["activity"],
    )  # fmt: skip
    return {" ".join(view): desk.run(*view, "--json", who=name).out for view in views}


@pytest.mark.long
def test_a_danger_is_reported_alone_and_a_schedule_leaves_with_everybody(tmp_path):
    """S2, R2, R3, R9: two mediators, two parents, a child who was heard, and an agency."""
    matter = Matter(tmp_path, [MARA, NILS], [("A", ANNA), ("B", BORIS)], [("A", RUTH)], [KIM])
    mara, nils, anna, boris = (matter[name] for name in (MARA, NILS, ANNA, BORIS))
    struck = matter.write(
        MARA, "caucus:B", f"He struck the child last week.\n\nWork is hard. {NOTHING}",
        "--speaker", BORIS,
    )  # fmt: skip
    matter.write(MARA, "private", f"She lives at Harbour Lane. {NOTHING}")
    for name in (NILS, ANNA, BORIS):
        # One archive for several holds only what each of them may read.
        matter.hand_over(MARA, name)
    child = matter.write(NILS, "private", f"What the child said. {NOTHING}", "--speaker", KIM)
    matter.write(NILS, "joint", "From the child: I want Wednesdays at home.")
    proposals = [
        matter.write(who, "joint", text)
        for who, text in ((ANNA, "Weeks one and three."), (BORIS, "Weeks two and four."))
    ]
    matter.hand_over(ANNA, MARA, NILS, BORIS)
    matter.hand_over(BORIS, MARA, NILS, ANNA)
    matter.hand_over(NILS, MARA, ANNA, BORIS)

    # The second mediator reports the danger at once, alone; a judge is no recipient for it.
    before = {
        name: (matter.hand_over(NILS, name).stat().st_size, told(matter[name].desk, name))
        for name in (ANNA, BORIS)
    }
    make = ["disclosure", "make", f"{struck}:1", "--ground", "safety", "--yes", "-o"]
    refused = nils.run(*make, "judge", "--to", "Family court", "--to-kind", "court")
    assert (refused.code, "may rule on the case" in refused.err) == (2, True)
    words = ["--to", "Youth office", "--to-kind", "agency", "--reference", "CP-7", "--lock"]
    secret = nils.done(*make, "report", *words, "--generate")["passphrase"]
    agency = matter[KIM].desk
    found = agency.done("disclosure", "show", "report", secrets=[secret])
    assert [each["text"] for each in found["portions"]] == ["He struck the child last week."]
    assert (found["ground"], found["by"]) == ("safety", NILS)
    for word in ("struck", "Boris", "Nils", "Youth", NOTHING):
        assert word.encode() not in Path("report").read_bytes()
    assert mara.done("note", "list", "--tag", "disclosure")["entries"] == []
    assert mara.done("note", "show", struck)["audience"] == "caucus:B"
    after = {
        name: (matter.hand_over(NILS, name).stat().st_size, told(matter[name].desk, name))
        for name in (ANNA, BORIS)
    }
    assert before == after
    for party in (anna, boris):
        assert party.done("note", "find", "Harbour Lane")["matches"] == []
        assert len(party.done("note", "find", "Wednesdays")["matches"]) == 1
    assert anna.done("note", "find", "struck")["matches"] == []

    # Weeks later the schedule goes to a coordinator: both parents and both mediators agree.
    records = [matter.seal(MARA, entry, "Schedule")["record"] for entry in proposals]
    heard = matter.seal(NILS, child, "A third record")
    assert heard["holders"] == [MARA, NILS, ANNA, BORIS, KIM]
    asked = matter.ask(MARA, records, "to keep the schedule", "the coordinator")
    words = ["waiver", "consent", str(asked.file), "--agree", asked.words]
    counsel = matter[RUTH].run(*words)
    assert (counsel.code, "for those whose agreement is needed" in counsel.err) == (7, True)
    mara.done("waiver", "consent", asked.waiver, "--agree", asked.words)
    for name in (ANNA, BORIS):
        mara.done("receive", str(matter.consent(name, asked)))
    early = mara.run("waiver", "open", asked.waiver)
    assert (early.code, NILS in early.err) == (6, True)
    mara.done("receive", str(matter.consent(NILS, asked)))
    mara.done("waiver", "open", asked.waiver, "-o", "schedule.disclosure")
    shown = agency.done("disclosure", "show", "schedule.disclosure")
    assert [(each["author"], each["text"]) for each in shown["portions"]] == [
        (ANNA, "Weeks one and three."), (BORIS, "Weeks two and four."),
    ]  # fmt: skip
    assert all(each["written"] for each in shown["portions"])
    consented = [seat["name"] for seat in shown["seats"] if seat["consented"]]
    assert consented == [MARA, NILS, ANNA, BORIS]
    data = Path("schedule.disclosure").read_bytes()
    for word in ("struck", "Harbour", "Wednesdays", "third record", NOTHING):
        assert word.encode() not in data
    assert matter.traces([*IN_CLEAR, "Harbour", "Youth office"]) == []


@pytest.mark.long
def test_what_a_settlement_meant_goes_to_the_tribunal_alone(tmp_path):
    """S3, R4, R5, R7: a signed settlement at once, its drafts only when both firms agree."""
    matter = Matter(tmp_path, [MARA], [("A", ANNA), ("B", BORIS)], [("A", RUTH), ("B", CARL)])
    mara, anna, boris = matter[MARA], matter[ANNA], matter[BORIS]
    sheet = matter.write(MARA, "joint", "Clause 4: net of fees.", "--kind", "record")
    ledger = [
        matter.write(MARA, "joint", text, "--title", f"Offer {number}")
        for number, text in ((7, f"Gross. {NOTHING}"), (8, "Net of some."), (9, "Net of fees."))
    ]
    draft = matter.write(
        MARA, "joint", f"1 Sums {NOTHING}\n\n2 Dates {NOTHING}\n\n3 Law\n\n4 Net of which fees?\n",
        "--kind", "draft", "--title", "Draft 3",
    )  # fmt: skip
    for audience in ("caucus:A", "caucus:B", "private"):
        matter.write(MARA, audience, f"The bottom line. {NOTHING}")
    seven, eight, nine = (
        matter.seal(MARA, entry, f"Offer {number}")["record"]
        for number, entry in zip((7, 8, 9), ledger, strict=True)
    )
    clause = matter.seal(MARA, draft, "Draft")["record"] + ":4"
    matter.hand_over(MARA, ANNA, BORIS)

    # The signed settlement leaves at once, by one firm alone.
    words = ["--ground", "settlement", "--to", "The tribunal", "--to-kind", "court", "--yes"]
    anna.done("disclosure", "make", sheet, *words, "-o", "sheet.disclosure")
    tribunal = matter[RUTH].desk
    (signed,) = tribunal.done("disclosure", "show", "sheet.disclosure")["portions"]
    assert signed["text"] == "Clause 4: net of fees."

    # Step one: both firms read the same four passages.
    records = [seven, eight, nine, clause]
    view = matter.ask(MARA, records, "to read them together", "both firms, nobody else")
    mara.done("waiver", "consent", view.waiver, "--agree", view.words)
    for name in (ANNA, BORIS):
        mara.done("receive", str(matter.consent(name, view)))
    mara.done("waiver", "open", view.waiver, "-o", "view.disclosure")
    for firm in (anna, boris):
        firm.done("receive", "view.disclosure")
        passages = firm.done("waiver", "open", view.waiver)["portions"]
        assert [each["text"] for each in passages] == [
            f"Gross. {NOTHING}", "Net of some.", "Net of fees.", "4 Net of which fees?",
        ]  # fmt: skip

    # Step two, to the tribunal: B withdraws before it is complete, and nothing leaves.
    wide = matter.ask(MARA, records, "the meaning of clause 4", "the tribunal, in camera")
    mara.done("receive", str(matter.consent(BORIS, wide)))
    withdrawn = mara.run("receive", str(matter.answer(BORIS, "withdraw", wide)))
    assert (withdrawn.code, "has ended and nothing is opened" in withdrawn.err) == (0, True)
    late = matter.consent(ANNA, wide)
    mara.run("receive", str(late))
    assert mara.run("waiver", "consent", wide.waiver, "--agree", wide.words).code == 6
    assert mara.run("waiver", "open", wide.waiver, "-o", "wide.disclosure").code == 6
    assert not Path("wide.disclosure").exists()

    # B agrees to two of the four. It is another request, with signatures of its own.
    narrow = matter.ask(MARA, [eight, nine], "the meaning of clause 4", "the tribunal, in camera")
    mara.done("receive", str(late))
    mara.done("waiver", "consent", narrow.waiver, "--agree", narrow.words)
    assert mara.done("waiver", "show", narrow.waiver)["consented"] == [MARA]
    for name in (ANNA, BORIS):
        mara.done("receive", str(matter.consent(name, narrow)))
    key = pyrage.x25519.Identity.generate()
    recipient = str(key.to_public())
    words = ["-o", "clause.age", "--age", recipient]
    assert mara.done("waiver", "open", narrow.waiver, *words)["locked"] == "age"
    assert b"Net of" not in Path("clause.age").read_bytes()

    # The tribunal opens the envelope with a key of its own, and with age alone if it likes.
    Path("key").write_text(str(key), encoding="utf-8")
    opening = ["clause.age", "--identity", "key"]
    assert tribunal.done("disclosure", "verify", *opening)["valid"]
    found = tribunal.done("disclosure", "show", *opening)
    assert [each["text"] for each in found["portions"]] == ["Net of some.", "Net of fees."]
    assert (found["purpose"], found["recipient"]) == (
        "the meaning of clause 4", "the tribunal, in camera",
    )  # fmt: skip
    clear = pyrage.decrypt(Path("clause.age").read_bytes(), [key])
    for word in ("Gross", "which fees", "Sums", "bottom line", NOTHING):
        assert word.encode() not in clear
    tribunal.done("disclosure", "pdf", *opening, "-o", "clause.pdf")
    printed = "\n".join(page.extract_text() for page in PdfReader("clause.pdf").pages)
    for word in ("Net of some.", "meaning of clause 4", "in camera", "nothing else is affected"):
        assert word in printed
    assert NOTHING not in printed

    # What is open cannot be closed again, and what is sealed no order opens for one alone.
    recalled = matter.answer(BORIS, "withdraw", narrow)
    mara.done("receive", str(recalled))
    assert mara.done("waiver", "show", narrow.waiver)["state"] == "opened"
    assert mara.done("waiver", "open", narrow.waiver)["portions"][0]["text"] == "Net of some."
    order = ["--ground", "order", "--to", "The tribunal", "--to-kind", "court"]
    words = ["disclosure", "make", seven, *order, "--reference", "T 4", "--yes", "-o", "order"]
    for person in (mara, boris):
        refused = person.run(*words)
        assert (refused.code, "opens when everybody agrees" in refused.err) == (4, True)
    assert not Path("order").exists()
    everything = chain.from_iterable(
        person.done("note", "list")["entries"] for person in (mara, anna, boris)
    )
    assert not {each["entry"] for each in everything} & {*ledger, draft}
    assert matter.traces([*IN_CLEAR, "Net of", "bottom line"]) == []
