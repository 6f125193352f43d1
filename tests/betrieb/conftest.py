"""A team with a desk, as the tests of the desk have it."""

from tests.schreibtisch.conftest import demoordner, demovorlage

__all__ = ("demoordner", "demovorlage")
