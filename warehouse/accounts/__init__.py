"""People: their accounts, addresses and credentials."""
