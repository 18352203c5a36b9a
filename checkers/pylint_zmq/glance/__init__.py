"""What a look at the bytes of a file tells, so that few need be parsed. Loads nothing but the standard library."""
