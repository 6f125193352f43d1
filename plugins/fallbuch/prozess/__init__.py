"""How the team works: its processes, checked against one another and against fields, rules and people."""
