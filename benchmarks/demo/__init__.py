"""A made-up team to try things with: deterministic, plausible, nobody real."""
