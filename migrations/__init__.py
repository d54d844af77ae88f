"""The history of the tables, in steps. It only moves bytes and never needs a key."""
