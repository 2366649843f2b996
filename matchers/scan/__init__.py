"""Texts at machine speed: words numbered, terms found, turns of phrase sieved; all exact."""
