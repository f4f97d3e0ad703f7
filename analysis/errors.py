"""The one exception that a person, not a programmer, is meant to read."""


class InputError(Exception):
    """Input that cannot be used, said in one sentence: what, what was seen, what to do.

    The command line prints the sentence and ends with exit code 2; nothing has been written.
    """
