"""Pictures and the script that takes them."""
