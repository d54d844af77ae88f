"""The people somebody knows, by the names that somebody calls them."""

from vault.crypto.random import random_id
from vault.errors import ExistsError, InvalidError, NotFoundError
from vault.format.people import identity_file, read_identity_file
from vault.keys.identity import check_identity, fingerprint, identity_words
from vault.keys.words import same_words
from vault.mapper.own import CONTACT, contact_row, read_contact
from vault.model import Contact, PublicIdentity, check_text
from vault.services.desk import Change, Desk
from vault.store.rows import OwnRow
from vault.store.transaction import Transaction


class People:
    """One person's address book. It is under their self-key: nobody else reads it."""

    def __init__(self, desk: Desk, name: str) -> None:
        self._desk = desk
        self._name = name

    @property
    def me(self) -> Contact:
        """The person whose address book this is."""
        return Contact(self._name, self._desk.identity.public, confirmed=True)

    def contacts(self) -> list[Contact]:
        """Return everybody in the address book, by name."""
        with self._desk.store.read() as tx:
            found = [contact for _, contact in self._rows(tx)]
        return sorted(found, key=lambda contact: contact.name.casefold())

    def find(self, name: str) -> Contact:
        """Return whom this name means, the person included. Raises NotFoundError."""
        for contact in (self.me, *self.contacts()):
            if contact.name.casefold() == name.casefold():
                return contact
        raise NotFoundError("person", name)

    def known(self, of: bytes) -> Contact | None:
        """Return the contact with that fingerprint, the person included, or None."""
        for contact in (self.me, *self.contacts()):
            if fingerprint(contact.identity) == of:
                return contact
        return None

    def words(self, name: str) -> str:
        """Return somebody's check words."""
        return identity_words(self.find(name).identity)

    def export_file(self) -> bytes:
        """Return the file that brings the own public identity to another machine: keys only."""
        return identity_file(self._desk.identity.public)

    def import_file(self, name: str, data: bytes) -> Contact:
        """Put whom an identity file is of into the address book, under this name, unconfirmed.

        Raises:
            FormatError: not an identity file, or keys nobody can safely be known by.
            SignatureError: the keys did not sign that they belong together.
            ExistsError: that name already has other keys, or these are one's own.

        """
        return self.add(name, read_identity_file(data), confirmed=False)

    def add(self, name: str, identity: PublicIdentity, *, confirmed: bool) -> Contact:
        """Put somebody into the address book. Doing it twice changes nothing.

        Raises:
            ExistsError: the name has other keys, or the keys another name; or they are one's own.

        """
        check_text("name", name)
        check_identity(identity)
        with self._desk.change("person added") as change:
            if fingerprint(identity) == fingerprint(self._desk.identity.public):
                raise ExistsError("own identity", self._name)
            for row, contact in self._rows(change.tx):
                same_name = contact.name.casefold() == name.casefold()
                same_keys = fingerprint(contact.identity) == fingerprint(identity)
                if same_name and same_keys:
                    return self._keep(change, row, contact, confirmed=confirmed)
                if same_name or same_keys:
                    raise ExistsError("keys" if same_name else "identity", contact.name)
            if name.casefold() == self._name.casefold():
                raise ExistsError("keys", name)
            contact = Contact(name, identity, confirmed)
            change.add(self._row(random_id(), contact))
            return contact

    def _keep(self, change: Change, row: OwnRow, contact: Contact, *, confirmed: bool) -> Contact:
        """Return a known contact, confirmed now if it was not before."""
        if contact.confirmed or not confirmed:
            return contact
        updated = Contact(contact.name, contact.identity, confirmed=True)
        change.update(self._row(row.id, updated), id=row.id)
        return updated

    def confirm(self, name: str, words: str) -> Contact:
        """Note that somebody's check words were compared by voice and fit.

        Raises:
            InvalidError: these are not that person's words: perhaps another person's keys.

        """
        with self._desk.change("person confirmed") as change:
            for row, contact in self._rows(change.tx):
                if contact.name.casefold() != name.casefold():
                    continue
                if not same_words(words, identity_words(contact.identity)):
                    raise InvalidError("check words", "different")
                return self._keep(change, row, contact, confirmed=True)
        raise NotFoundError("person", name)

    def _rows(self, tx: Transaction) -> list[tuple[OwnRow, Contact]]:
        identity = self._desk.identity
        rows = tx.find(OwnRow, owner=identity.owner, kind=CONTACT)
        return [(row, read_contact(identity, row)) for row in rows]

    def _row(self, row_id: bytes, contact: Contact) -> OwnRow:
        return contact_row(self._desk.identity, row_id, contact)
