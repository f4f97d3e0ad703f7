"""Mentions of systems by page against a careful reader's counts (tests/gold/systems.csv)."""

from collections import Counter

from test_reference_indicators import gold, seed_of, tables

from analysis import systems

PAGES = ("000", "002")


def key(form):
    return form.strip("“”《》")


def test_every_core_system_is_listed_with_its_exact_count_on_both_pages():
    """Counts of a name inside another name are its own as well, as the reader counted them."""
    sentences, _ = tables()
    listed = systems.load_systems()
    found = systems.mentions(sentences, listed)
    counted = Counter(zip(found["system_id"], map(seed_of, found["sentence_id"]), strict=True))
    owner = {key(form): system.name for system in listed for form in system.variants}
    # The 14项 in front of this name is a figure of the ledger and stays out of the name.
    owner["14项信用惠企服务清单"] = owner["信用惠企服务清单"]
    wrong = []
    for row in gold("systems.csv"):
        forms = [row["canonical_name"], *row["variants_as_printed"].split("|")]
        name = next((owner[key(form)] for form in forms if key(form) in owner), None)
        wanted = dict(part.split(":") for part in row["mentions_by_seed"].split("|"))
        for page in PAGES:
            got = counted[name, page]
            if row["relevance"] == "core" and page in wanted and got != int(wanted[page]):
                wrong.append((row["canonical_name"], page, wanted[page], got))
    assert not wrong
