"""For tools that still look here; everything is in `setup.cfg`."""

from setuptools import setup

setup()
