"""Erasing a case: what would go and where else it stands, the history in git, the proof, and that it does not come back."""
