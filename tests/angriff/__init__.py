"""An attack on released sheets, and a judge who knows the truth."""
