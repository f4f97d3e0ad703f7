"""The search for rings of objects is put off while rows are made, and taken up again."""

import gc

import pytest

from analysis import garbage, segment


def test_the_search_is_taken_up_again_whatever_happened_in_the_block():
    with pytest.raises(KeyError), garbage.put_off():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_a_search_that_somebody_else_has_put_off_stays_so():
    gc.disable()
    try:
        with garbage.put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_no_search_begins_while_a_corpus_is_cut():
    seen = []

    def pages():
        seen.append(gc.isenabled())
        yield from ()

    segment.segment_corpus(pages())
    assert seen == [False]
    assert gc.isenabled()


def test_what_a_process_keeps_stays_kept_behind_a_block():
    garbage.keep()
    kept = gc.get_freeze_count()
    with garbage.put_off():
        pass
    assert gc.get_freeze_count() >= kept > 0
