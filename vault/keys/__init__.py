"""What opens what: identities, keyslots, the keyring, shares, and the words people compare."""
