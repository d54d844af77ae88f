"""What is signed when words leave on another ground than a waiver, and what a court is told."""

from typing import NamedTuple

from vault.errors import FormatError
from vault.format.fields import Fields
from vault.format.jsonform import Json, JsonObject, to_text
from vault.model import Agreement, Ground, RecipientKind, Role

ID_BYTES, DIGEST_BYTES, NONCE_BYTES = 16, 32, 32
PORTIONS_MAX = 1_000
_GROUNDS = frozenset(each.value for each in Ground)
_KINDS = frozenset(each.value for each in RecipientKind)
_AGREEMENTS = frozenset(each.value for each in Agreement)
_ROLES = frozenset(each.value for each in Role)


class SignedPortion(NamedTuple):
    """One portion of an entry, as who discloses it signs it."""

    entry: bytes
    revision: bytes
    number: int
    digest: bytes
    """SHA-256 of the portion as it stands in the file: its description and its content."""


class GroundStatement(NamedTuple):
    """What somebody signs about words that they disclose alone."""

    ground: Ground
    recipient: str
    recipient_kind: RecipientKind
    reference: str
    session: bytes
    convened: int
    portions: tuple[SignedPortion, ...]
    name: str
    """How the session calls who discloses."""
    role: Role
    side: str
    made: int
    nonce: bytes

    def __repr__(self) -> str:
        return f"GroundStatement(ground={self.ground.value}, portions={len(self.portions)})"


def ground_object(made: GroundStatement) -> JsonObject:
    """Return a disclosure statement as its body."""
    return {
        "convened": made.convened,
        "ground": made.ground.value,
        "made": made.made,
        "name": made.name,
        "nonce": to_text(made.nonce),
        "portions": [
            {
                "digest": to_text(each.digest),
                "entry": to_text(each.entry),
                "number": each.number,
                "revision": to_text(each.revision),
            }
            for each in made.portions
        ],
        "recipient": made.recipient,
        "recipient_kind": made.recipient_kind.value,
        "reference": made.reference,
        "role": made.role.value,
        "session": to_text(made.session),
        "side": made.side,
    }


def read_ground(value: JsonObject) -> GroundStatement:
    """Read :func:`ground_object`."""
    fields = Fields("disclosure", value)
    ground, kind = fields.text("ground"), fields.text("recipient_kind")
    role = fields.text("role")
    if ground not in _GROUNDS or kind not in _KINDS or role not in _ROLES:
        raise FormatError("disclosure")
    made = GroundStatement(
        ground=Ground(ground),
        recipient=fields.text("recipient"),
        recipient_kind=RecipientKind(kind),
        reference=fields.text("reference"),
        session=fields.binary("session", DIGEST_BYTES),
        convened=fields.integer("convened"),
        portions=tuple(_read_portion(each) for each in fields.items("portions")),
        name=fields.text("name"),
        role=Role(role),
        side=fields.text("side"),
        made=fields.integer("made"),
        nonce=fields.binary("nonce", NONCE_BYTES),
    )
    fields.end()
    if not 1 <= len(made.portions) <= PORTIONS_MAX:
        raise FormatError("disclosure")
    if made.ground is Ground.SAFETY and not made.recipient_kind.averts_harm:
        raise FormatError("disclosure")
    return made


def _read_portion(value: Json) -> SignedPortion:
    fields = Fields("disclosure", value)
    portion = SignedPortion(
        entry=fields.binary("entry", ID_BYTES),
        revision=fields.binary("revision", ID_BYTES),
        number=fields.integer("number", 1),
        digest=fields.binary("digest", DIGEST_BYTES),
    )
    fields.end()
    return portion


class ReportStatement(NamedTuple):
    """What a mediator signs for a court: closed questions, no free text."""

    case: str
    sessions: tuple[int, ...]
    attended: tuple[tuple[str, Role, str], ...]
    agreement: Agreement
    name: str
    made: int
    nonce: bytes

    def __repr__(self) -> str:
        return f"ReportStatement(sessions={len(self.sessions)})"


def report_object(made: ReportStatement) -> JsonObject:
    """Return a report as the body of its statement."""
    return {
        "agreement": made.agreement.value,
        "attended": [
            {"name": name, "role": role.value, "side": side} for name, role, side in made.attended
        ],
        "case": made.case,
        "made": made.made,
        "name": made.name,
        "nonce": to_text(made.nonce),
        "sessions": list(made.sessions),
    }


def read_report(value: JsonObject) -> ReportStatement:
    """Read :func:`report_object`."""
    fields = Fields("report", value)
    agreement, sessions = fields.text("agreement"), fields.items("sessions")
    dates = tuple(each for each in sessions if type(each) is int and each >= 0)
    if agreement not in _AGREEMENTS or len(dates) != len(sessions) or not dates:
        raise FormatError("report")
    made = ReportStatement(
        case=fields.text("case"),
        sessions=dates,
        attended=tuple(_read_attended(each) for each in fields.items("attended")),
        agreement=Agreement(agreement),
        name=fields.text("name"),
        made=fields.integer("made"),
        nonce=fields.binary("nonce", NONCE_BYTES),
    )
    fields.end()
    return made


def _read_attended(value: Json) -> tuple[str, Role, str]:
    fields = Fields("report", value)
    name, role, side = fields.text("name"), fields.text("role"), fields.text("side")
    fields.end()
    if role not in _ROLES:
        raise FormatError("report")
    return name, Role(role), side
