"""What sealed records hold: manifest, portion, acknowledgement."""

from typing import NamedTuple

from vault.errors import FormatError
from vault.format import jsonform
from vault.format.fields import Fields
from vault.format.jsonform import Json, JsonObject, to_text
from vault.model import Holder, Manifest, Portion, PortionContent

ID_BYTES = 16
DIGEST_BYTES = 32
HOLDERS_MIN = 2
PORTIONS_MAX = 1_000
"""For up to twenty holders; with more, the longest statement is reached before."""
PREFIX_BYTES_MAX = 1024 * 1024
_PREFIX_BYTES = 4


def manifest_object(manifest: Manifest) -> JsonObject:
    """Return a manifest as the body of its statement."""
    return {
        "corrects": to_text(manifest.corrects),
        "holders": [
            {"seat": holder.seat, "wrap": to_text(holder.wrap_digest)}
            for holder in manifest.holders
        ],
        "label": manifest.label,
        "pairs": [to_text(each) for each in manifest.pair_commitments],
        "portions": [
            {
                "ciphertext": to_text(portion.digest),
                "commitments": [to_text(each) for each in portion.commitments],
            }
            for portion in manifest.portions
        ],
        "record": to_text(manifest.record),
        "sealed": manifest.sealed,
        "session": to_text(manifest.session),
    }


def read_manifest(value: JsonObject) -> Manifest:
    """Read :func:`manifest_object`; counts must agree with each other."""
    fields = Fields("manifest", value)
    holders = tuple(_read_holder(item) for item in fields.items("holders"))
    portions = fields.items("portions")
    manifest = Manifest(
        session=fields.binary("session", DIGEST_BYTES),
        record=fields.binary("record", ID_BYTES),
        label=fields.text("label"),
        holders=holders,
        pair_commitments=fields.binaries("pairs", DIGEST_BYTES),
        portions=tuple(
            _read_portion(number, item, len(holders)) for number, item in enumerate(portions, 1)
        ),
        corrects=fields.optional_binary("corrects", ID_BYTES),
        sealed=fields.integer("sealed"),
    )
    fields.end()
    count = len(holders)
    seats = [holder.seat for holder in holders]
    if count < HOLDERS_MIN or seats != sorted(set(seats)):
        raise FormatError("manifest")
    if len(manifest.pair_commitments) != count * (count - 1) // 2:
        raise FormatError("manifest")
    if not 1 <= len(manifest.portions) <= PORTIONS_MAX:
        raise FormatError("manifest")
    return manifest


def _read_holder(value: Json) -> Holder:
    fields = Fields("manifest", value)
    holder = Holder(fields.integer("seat"), fields.binary("wrap", DIGEST_BYTES))
    fields.end()
    return holder


def _read_portion(number: int, value: Json, holders: int) -> Portion:
    fields = Fields("manifest", value)
    portion = Portion(
        number=number,
        digest=fields.binary("ciphertext", DIGEST_BYTES),
        commitments=fields.binaries("commitments", DIGEST_BYTES),
    )
    fields.end()
    if len(portion.commitments) != holders:
        raise FormatError("manifest")
    return portion


def portion_prefix(content: PortionContent) -> bytes:
    """Return what stands before the text or file in a portion: ``length (4) ‖ JSON``."""
    described = jsonform.encode({
        "audience": content.audience,
        "author": content.author,
        "form": content.form,
        "made": content.made,
        "name": content.name,
        "size": content.size,
        "speakers": list(content.speakers),
        "title": content.title,
    })  # fmt: skip
    return len(described).to_bytes(_PREFIX_BYTES, "big") + described


def portion_prefix_bytes(begun: bytes) -> int:
    """Return how many bytes of a portion its prefix needs, as far as can be told yet."""
    length = int.from_bytes(begun[:_PREFIX_BYTES], "big")
    if length > PREFIX_BYTES_MAX:
        raise FormatError("portion")
    return _PREFIX_BYTES + length


def read_portion(data: bytes) -> tuple[PortionContent, int]:
    """Read the prefix of a portion. Returns the content's description and where it begins."""
    end = portion_prefix_bytes(data)
    if len(data) < end:
        raise FormatError("portion")
    fields = Fields("portion", jsonform.decode(data[_PREFIX_BYTES:end]))
    content = PortionContent(
        form=fields.text("form"),
        title=fields.text("title"),
        name=fields.text("name"),
        audience=fields.text("audience"),
        author=fields.text("author"),
        speakers=fields.texts("speakers"),
        made=fields.integer("made"),
        size=fields.integer("size"),
    )
    fields.end()
    if content.form not in {"text", "file"}:
        raise FormatError("portion")
    return content, end


class Acknowledgement(NamedTuple):
    """What a holder signs: the session, and the manifests checked so far."""

    session: bytes
    seat: int
    manifests: tuple[bytes, ...]
    """Hashes of the manifest statements."""
    time: int


def acknowledgement_object(acknowledgement: Acknowledgement) -> JsonObject:
    """Return an acknowledgement as the body of its statement."""
    return {
        "manifests": [to_text(each) for each in acknowledgement.manifests],
        "seat": acknowledgement.seat,
        "session": to_text(acknowledgement.session),
        "time": acknowledgement.time,
    }


def read_acknowledgement(value: JsonObject) -> Acknowledgement:
    """Read :func:`acknowledgement_object`."""
    fields = Fields("acknowledgement", value)
    acknowledgement = Acknowledgement(
        session=fields.binary("session", DIGEST_BYTES),
        seat=fields.integer("seat"),
        manifests=fields.binaries("manifests", DIGEST_BYTES),
        time=fields.integer("time"),
    )
    fields.end()
    return acknowledgement
