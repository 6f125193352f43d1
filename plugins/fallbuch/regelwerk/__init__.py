"""The rules of the team as data, and the due items that follow from them."""
