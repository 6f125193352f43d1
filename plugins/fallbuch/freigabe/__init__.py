"""From a draft to a release: the gate, what helps where it refuses, and what is handed on afterwards."""
