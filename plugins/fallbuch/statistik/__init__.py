"""Figures: flat tables of the stock, figures declared as data, one engine, and the border between exact and protected."""
