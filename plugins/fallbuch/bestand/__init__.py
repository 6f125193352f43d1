"""All cases of a team: reading the folder and checking what it says."""
