"""What earlier runs found out, kept on disk so that a run looks only at what has changed. Loads no Pylint."""
