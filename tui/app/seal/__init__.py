"""Sealing, asking everybody, answering with the keyboard in hand, and reading what was opened."""
