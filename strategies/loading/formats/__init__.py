"""One module a format, each from bytes to Text."""
