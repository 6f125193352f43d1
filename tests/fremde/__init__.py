"""Case files as other people's programs write them, and what git libraries leave behind that know no merge driver."""
