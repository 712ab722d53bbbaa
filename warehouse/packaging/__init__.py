"""Projects, releases, files, roles, and the journal of what happened to them."""
