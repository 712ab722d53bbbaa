"""The pages on which owners manage one project."""
