"""What only the read APIs ask the database, beside `packaging.queries`."""
