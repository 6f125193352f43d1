"""The figures, one file for each question of an analysis (VEREIN 2.4)."""
