"""The commands of `zmqlint`, one module each, loaded only when called."""
