"""What a change means: two states of a team, compared by what they say about people and dates."""
