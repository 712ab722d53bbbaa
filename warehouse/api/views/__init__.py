"""The views of the read APIs."""
