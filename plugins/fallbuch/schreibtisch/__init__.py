"""The desk: the team's pages, live, with forms that write into the cases."""
