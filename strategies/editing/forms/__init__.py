"""One form for each thing that an editor changes."""
