"""`zmqlint server`: findings and fixes in the editor, while one types."""
