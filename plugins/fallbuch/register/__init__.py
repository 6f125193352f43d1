"""What was released: one file for each period, never changed again, each sealed with the hash of the one before."""
