"""Chinese newspaper pages about a city's districts, turned into evidence one can check.

Nothing heavy is imported here: every module loads what it needs when it is used.
"""

__version__ = "0.1.0"
