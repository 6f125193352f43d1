"""Running a site on a server, and what the program is made of: for whoever looks after the team's machine."""
