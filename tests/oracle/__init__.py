"""A differential oracle: what we accept is read alike by every program that reads it.

`building` makes archives, good ones and those that are a little wrong; `believing` says
what our own walkers make of them, `readers` what other programs do, and `judging` where
they differ. `corpus` keeps archives that were once read in two ways.
"""
