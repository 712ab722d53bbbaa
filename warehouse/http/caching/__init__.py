"""HTTP caching: which answers may be stored, and how one that is stored is sent.

RFC 9110 (validators, conditions, ranges, content codings) and RFC 9111 (storing). Views
say what is true of their answers by the options in `derivers.py`.
"""
