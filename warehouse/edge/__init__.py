"""Finished answers in front of the application: sent from a store while they are true."""
