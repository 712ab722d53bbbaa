"""Gunicorn with connections of ours: the only package that knows gunicorn's insides.

It imports nothing, because `gunicorn_config` has to be imported before anything else.
"""
