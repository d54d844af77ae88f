"""Reads what Caucus wrote."""
