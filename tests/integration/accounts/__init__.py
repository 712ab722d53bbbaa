"""Accounts, over real connections that really commit."""
