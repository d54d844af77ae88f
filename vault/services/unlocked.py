"""An unlocked vault: one person's use cases. Holding the object *is* the permission."""

from contextlib import suppress

from vault.errors import InvalidError, VaultError
from vault.keys import keyslot, recovery
from vault.keys.identity import Identity
from vault.keys.keyslot import Keyslot
from vault.services.archives import Archives
from vault.services.arrivals import Arrivals
from vault.services.backups import Backups
from vault.services.checks import Checks
from vault.services.desk import Desk, journal_head
from vault.services.disclosures import Disclosures
from vault.services.docket import Docket
from vault.services.entries import Entries
from vault.services.exchange import Exchange
from vault.services.files import Files
from vault.services.finder import Search
from vault.services.heads import sign_heads
from vault.services.opening import Opening
from vault.services.people import People
from vault.services.sealing import Sealing
from vault.services.sessions import Sessions
from vault.services.slots import Slots, read_profile, recovery_secrets, update_profile
from vault.services.unsaved import Unsaved
from vault.services.waivers import Waivers


class UnlockedVault:
    """A vault with one person's keys. ``lock`` signs what they wrote and drops the keys."""

    def __init__(self, desk: Desk, slots: Slots, name: str) -> None:
        self._desk = desk
        self._slots = slots
        self.name = name
        self.people = People(desk, name)
        self.sessions = Sessions(desk, self.people)
        self.entries = Entries(desk, self.sessions)
        self.unsaved = Unsaved(desk)
        self.files = Files(desk, self.sessions, self.entries)
        self.search = Search(desk, self.sessions)
        self.docket = Docket(desk, self.sessions)
        self.sealing = Sealing(desk, self.entries, self.files, self.docket)
        self.waivers = Waivers(desk, self.sessions, self.docket)
        self.disclosures = Disclosures(desk, self.sessions, self.entries, self.files, self.waivers)
        self.opening = Opening(desk, self.docket, self.waivers)
        self._arrivals = Arrivals(desk, self.sessions, self.docket, self.waivers)
        self.archives = Archives(desk, self.sessions, self.docket, self.waivers, self._arrivals)
        self.exchange = Exchange(desk, self.sessions, self.docket, self.waivers, self._arrivals)
        self.checks = Checks(desk, self.sessions, self.docket, self.waivers)
        self.backups = Backups(desk)

    def __repr__(self) -> str:
        return "UnlockedVault()"

    @property
    def behind(self) -> bool:
        """Whether the vault is older than what this person remembers, so that it is read-only."""
        return self._desk.behind

    @property
    def traces_remain(self) -> bool:
        """Whether what was destroyed may still be legible in the database's own files.

        True while another program reads the vault, and always on PostgreSQL.
        """
        return self._desk.traces_remain

    def lend_identity(self) -> Identity:
        """Return whose keys these are, so that an archive made for them opens by itself."""
        return self._desk.identity

    def lock(self) -> None:
        """Sign the heads of this person's chains, then drop every key."""
        try:
            with suppress(VaultError):
                sign_heads(self._desk, self.sessions)
        finally:
            self._desk.keyring.empty()

    def accept_older(self) -> None:
        """Go on with a vault that is older than the mark: its owner says that this is right."""
        with self._desk.store.read() as tx:
            last = tx.last_journal(self._desk.identity.owner)
        self._desk.behind = False
        self._desk.read_only = self._desk.store.read_only
        self._desk.mark.replace([journal_head(last)] if last else [])
        with self._desk.change("older vault accepted") as change:
            row, profile = read_profile(change.tx, self._desk.identity)
            update_profile(change, self._desk.identity, row.id, profile)

    def change_passphrase(self, passphrase: str, *, renew_code: bool = False) -> str:
        """Set a new passphrase; the old one opens nothing any more.

        Returns a new recovery code if one was asked for, else an empty text.

        Raises:
            PassphraseError: not a possible passphrase.

        """
        setting = self._slots.best_setting()
        made = [keyslot.passphrase_secrets(setting, self.name, passphrase)]
        code = recovery.generate() if renew_code else ""
        if code:
            made.append(recovery_secrets(code))
        self._slots.replace(self._desk, setting, made, "passphrase changed")
        return code

    def strengthen(self, slot: Keyslot, name: str, passphrase: str) -> None:
        """Wrap the seed anew if the slot that was used costs less than today's default."""
        if self._desk.read_only or not self._slots.is_cheap(slot):
            return
        setting = self._slots.best_setting()
        fresh = keyslot.passphrase_secrets(setting, name, passphrase)
        # With three settings in use already, the slot stays as it is.
        with suppress(InvalidError):
            self._slots.replace(self._desk, setting, [fresh], "keyslot strengthened")
