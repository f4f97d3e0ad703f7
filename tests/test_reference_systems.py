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


def test_the_first_hundred_candidates_hold_the_core_systems_without_any_list():
    """Measured: 36 of 53; 30 before titles, slogans and “甲”平台 were weighed apart.

    The others are named by no mark, or end as no kind of system does (保税展示展销).
    """
    sentences, _ = tables()
    text = "\n".join(sentences["text"])
    first = {key(name) for name in systems.candidates(sentences)["name"].head(100)}
    core = [
        [form for form in map(key, row["variants_as_printed"].split("|")) if form in text]
        for row in gold("systems.csv")
        if row["relevance"] == "core"
    ]
    core = [forms for forms in core if forms]
    found = sum(any(form in first for form in forms) for forms in core)
    assert found >= 0.65 * len(core), f"{found} of {len(core)}"
