"""Rows of ciphertext in a database: the only importer of SQLAlchemy and Alembic. Sees no key."""
