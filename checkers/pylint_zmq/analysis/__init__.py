"""The analysis: an abstract interpreter over the syntax tree, and what it tells of sockets and contexts."""
