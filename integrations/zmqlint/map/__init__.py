"""`zmqlint map`: every socket of a project with its endpoints, its end and its limits, and who talks to whom."""
