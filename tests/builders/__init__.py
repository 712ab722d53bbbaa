"""Things that are not rows: archives, forms and requests."""
