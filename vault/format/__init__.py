"""Bytes to frozen values and back: strict, canonical, total. No keys, no IO.

Whatever parses re-encodes to the same bytes; whatever does not is a FormatError. FORMAT.md
beside the package is the specification that this room answers to.
"""
