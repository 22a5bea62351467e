"""What the law asks of the portal itself: its statement of accessibility, reports of faults in it, and care for personal data."""
