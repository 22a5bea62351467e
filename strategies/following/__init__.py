"""Following: feeds of what is new, and signing up for it by e-mail."""
