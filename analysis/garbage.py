"""Memory handed back while rows are made: the search for what only holds itself is put off.

Python looks through all new objects for such rings again and again. A page's rows are made by
the ten thousand and hold nothing that holds them; looking for rings among them costs an eighth
of the time and finds none.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """No search for rings inside the block; behind it, what was before.

    >>> with put_off():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            _grown_old()
            gc.enable()


def keep() -> None:
    """Leave all objects that are there out of every later search: they stay to the end.

    A process does this before others fork from it.
    """
    global _kept
    gc.freeze()
    _kept = True


# Whether objects are kept so: to ask Python would count them, at every page anew.
_kept = False


def _grown_old() -> None:
    """Let the objects made in a block count as looked through.

    Else the first object made behind it begins a search among all of them.
    """
    if not _kept:
        gc.freeze()
        gc.unfreeze()
