"""The program as files that a team keeps beside its cases, so that the next person and the forge have it too."""
