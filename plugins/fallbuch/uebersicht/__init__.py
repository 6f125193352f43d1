"""What people need to see of a team: who comes first, the week, the workload, a handover, gaps, calendars."""
