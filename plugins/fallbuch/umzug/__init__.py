"""Moving in and out: lists of other programs become cases and contacts, and everything leaves again as tables."""
