"""Words as numbers while the rules mend them: what each is looked up, and runs replaced by others.

Plain Python that `compiling` hands to numba, as in `cutting_kernel`.
"""


def look_up(ids, n_shared, shared, own, known, found, places):
    """What is noted of each number; how many it is not `known` of, and in `places` where they are.

    Numbers below `n_shared` are noted in `shared`, the others in `own`.
    """
    n = 0
    for at in range(len(ids)):
        number = ids[at]
        noted = shared[number] if number < n_shared else own[number - n_shared]
        found[at] = noted
        if noted & known == 0:
            places[n] = at
            n += 1
    return n


def splice(ids, flags, starts, stops, borders, more, more_flags, words, word_flags):
    """Copy numbers and flags, and for ids[starts[i]:stops[i]] put more[borders[i]:borders[i + 1]].

    Returns how many words and flags were written.
    """
    at = n = 0
    for piece in range(len(starts) + 1):
        stop = starts[piece] if piece < len(starts) else len(ids)
        while at < stop:
            words[n] = ids[at]
            word_flags[n] = flags[at]
            at += 1
            n += 1
        if piece < len(starts):
            for k in range(borders[piece], borders[piece + 1]):
                words[n] = more[k]
                word_flags[n] = more_flags[k]
                n += 1
            at = stops[piece]
    return n
