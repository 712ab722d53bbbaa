"""The views of /admin."""
