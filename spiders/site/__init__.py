"""What a visit of a web site sees, one kind of fact a file."""
