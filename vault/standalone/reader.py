"""Verifies and reads an archive, a disclosure or a report of Caucus. It stands alone.

    python3 reader.py FILE.zip                              what anybody can verify
    python3 reader.py FILE.zip --name NAME --passphrase     open an archive that has a keyslot
    python3 reader.py FILE.zip … --extract FOLDER           write the files in it to a new folder

Needs Python 3.11 and the package cryptography, 50 or later, and nothing else. README.txt explains
what is done; signs like §14 refer to FORMAT.md of Caucus. Exit codes: 0 verified, 1 verified but
a file could not be written, 2 used wrongly, 3 wrong name or passphrase, 7 not verified.
"""
# ruff: noqa: ANN401, PLR2004 (values out of JSON are of any type; the figures are the format's)

import argparse
import base64
import getpass
import hashlib
import hmac
import io
import json
import os
import re
import struct
import sys
import unicodedata
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import chain, combinations, count
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MEBI, LONG = 2**20, 2**32 - 1
INT, ONE, SMALL = range(2**53), range(1, 2**53), range(2**31)
ID, KEY, OPT_ID, OPT_KEY, NULL_KEY = {16}, {32}, {0, 16}, {0, 32}, {32, None}
TEXTS, ROLES = [str], ("mediator", "party", "representative", "nonparty")
GROUNDS, AGREEMENTS = ("safety", "claim", "settlement", "order"), ("full", "partial", "none")
AGENCIES = ("agency", "police", "emergency", "person at risk")
RECIPIENTS = (*AGENCIES, "court", "insurer", "lawyer", "professional body")
IDENTITY = {"kem": {1216}, "possession": {3373}, "signing": {1984}}
SEAT = {"keys": [IDENTITY], "name": str, "reads_joint": bool, "role": ROLES, "side": str}
PORTION = {
    "audience": str, "author": str, "form": ("text", "file"), "made": INT, "name": str,
    "size": INT, "speakers": TEXTS, "title": str,
}  # fmt: skip
BODIES: dict[str, Any] = {  # §9
    "roster": {
        "case": str, "commitments": {str: KEY}, "convened": INT, "follows": OPT_KEY,
        "nonce": KEY, "seats": [SEAT], "title": str,
    },
    "closing": {"by": INT, "session": KEY, "time": INT},
    "head": {
        "audience": str, "author": INT, "chain": ID, "link": KEY, "sequence": ONE,
        "session": KEY, "time": INT,
    },
    "destruction": {
        "by": INT, "reason": ("destroyed", "sealed", "session destroyed"),
        "rows": [{"chain": ID, "link": KEY, "sequence": ONE}], "session": KEY, "time": INT,
    },
    "manifest": {
        "corrects": OPT_ID, "holders": [{"seat": INT, "wrap": KEY}], "label": str, "pairs": [KEY],
        "portions": [{"ciphertext": KEY, "commitments": [KEY]}], "record": ID, "sealed": INT,
        "session": KEY,
    },
    "acknowledgement": {"manifests": [KEY], "seat": INT, "session": KEY, "time": INT},
    "request": {
        "asked": INT, "nonce": KEY, "opener": INT, "purpose": str, "recipient": str,
        "records": [{"ciphertexts": [KEY], "manifest": KEY, "portions": [ONE], "record": ID}],
        "session": KEY, "until": INT,
    },
    "answer": {
        "answer": ("consent", "refusal", "withdrawal"), "answered": INT,
        "contribution": NULL_KEY, "request": KEY, "seat": INT,
    },
    "archive": {"made": INT, "sessions": [KEY], "tagmanifest": KEY},
    "disclosure": {
        "convened": INT, "ground": GROUNDS, "made": INT, "name": str, "nonce": KEY,
        "portions": [{"digest": KEY, "entry": ID, "number": ONE, "revision": ID}],
        "recipient": str, "recipient_kind": RECIPIENTS, "reference": str, "role": ROLES,
        "session": KEY, "side": str,
    },
    "report": {
        "agreement": (*AGREEMENTS, "continuing"), "case": str, "made": int, "name": str,
        "attended": [{"name": str, "role": ROLES, "side": str}], "nonce": KEY, "sessions": [INT],
    },
}  # fmt: skip
