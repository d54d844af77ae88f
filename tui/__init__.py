"""The front ends of Caucus: the terminal application, and the command line, which stands alone."""
