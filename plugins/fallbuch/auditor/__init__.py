"""The attacker: works out from published figures what they give away. It knows no case."""
