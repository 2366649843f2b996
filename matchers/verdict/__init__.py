"""Evidence becomes a kind here and nowhere else; every threshold stands in ``rules.py``."""
