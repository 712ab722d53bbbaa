"""The event log that people see, and the addresses that events came from."""
