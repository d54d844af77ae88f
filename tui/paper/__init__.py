"""Paper: what is printed for a court, a report or a safe. The one part that writes PDF."""
