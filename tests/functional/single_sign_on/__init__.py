"""Signing in from outside."""
