"""Figures of many teams: packages of counts, encrypted to the one place that puts them together."""
