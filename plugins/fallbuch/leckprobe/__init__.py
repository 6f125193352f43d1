"""The scan of a built public site: nothing of any case may be in it."""
