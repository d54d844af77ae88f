"""Use cases. One public method is one transaction, and one journal line if it changes anything."""
