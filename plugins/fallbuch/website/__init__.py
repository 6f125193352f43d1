"""The generated intranet site."""
