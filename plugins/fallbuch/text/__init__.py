"""Bytes and text: sources, lines, YAML nodes, templates. Knows nothing of the domain."""
