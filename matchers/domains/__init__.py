"""Domain names by name alone: split, sieved, weighed."""
