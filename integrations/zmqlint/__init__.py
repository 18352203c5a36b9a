"""The zmqlint command: what people, hooks, CI and editors run."""
