"""The pages about one organization."""
