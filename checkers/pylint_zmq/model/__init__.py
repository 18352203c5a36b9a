"""pyzmq as data, and nothing but data: what creates, releases, borrows, blocks, bounds, raises.

Every fact was checked against pyzmq 22 to 27; tests/facts holds those that the rules rest on.
"""
