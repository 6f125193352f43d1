"""One case: what a case file may say, and how it is read."""
