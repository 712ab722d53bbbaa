"""Private projects: who sees them, who may read them, and what is told of that."""
