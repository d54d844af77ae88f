"""Bytes to bytes: the only importer of cryptography and argon2. No IO, no clock, no people.

Suite 1 is fixed: Argon2id, HKDF-SHA512, Cobblestone-256, HPKE with MLKEM768-X25519, and
Ed25519 together with ML-DSA-65. Another suite is another format version, never an option.
"""
