"""LibCST codemods that rewrite ZeroMQ code so that no socket is lost."""
