"""The doorway between values and rows: encryption is the only mapping between them.

Whatever becomes a row of ciphertext, and whatever comes back from one, passes here.
"""
