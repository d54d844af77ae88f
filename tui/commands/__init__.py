"""The commands of ``caucus``, one module for each noun."""
