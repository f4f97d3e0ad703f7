"""Which figures of the ledger repeat another one of the same page."""

from collections.abc import Mapping

# Where a page repeats what its running text says.
REPEATING_ROLES = ("headline", "kicker", "deck", "subhead", "caption", "sidebar", "teaser")
# Characters that the ends of two phrases must share for one to repeat the other.
ALIKE = 4
# Figures of one value and unit on a page that a repeat is looked for among.
MOST_ALIKE = 20


def mark_repeats(rows: list[dict[str, object]]) -> None:
    """Point each figure that repeats another to it.

    A headline, box or caption repeats the running text of its page; the running text repeats
    itself where figure, unit, kind and the thing measured recur.
    """
    body: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for row in rows:
        if row["role"] in REPEATING_ROLES:
            continue
        same = body.setdefault((row["page_id"], row["value"], row["unit"]), [])
        first = next((other for other in same if _recurs(row, other)), None)
        if first:
            row["duplicate_of"] = first["indicator_id"]
        elif len(same) < MOST_ALIKE:
            same.append(row)
    heads: dict[tuple[object, ...], dict[str, object]] = {}
    for row in rows:
        if row["role"] not in REPEATING_ROLES:
            continue
        key = (row["page_id"], row["value"], row["unit"])
        same = [other for other in body.get(key, ()) if _same_thing(row, other)]
        if same:
            row["duplicate_of"] = same[0]["indicator_id"]
        elif key in heads and _same_thing(row, heads[key]):
            row["duplicate_of"] = heads[key]["indicator_id"]
        else:
            heads.setdefault(key, row)


def _recurs(row: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether the running text says the same again: kind and change, period, place and thing."""
    if any(row[c] != other[c] for c in ("kind", "change", "operator", "upper")):
        return False
    # An anniversary is the same wherever it is kept.
    jubilee = str(row["figure"]).endswith("周年")
    if not jubilee and row["district"] != other["district"]:
        return False
    if row["kind"] != "measure" or not row["value"]:
        return False
    a, b = sorted((str(row["measured"]), str(other["measured"])), key=len)
    both = row["period"] and other["period"] and not jubilee
    periods_differ = both and row["period"] != other["period"]
    return len(a) >= ALIKE and a[-ALIKE:] in b and not periods_differ


def _same_thing(row: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two figures of one value and unit measure the same: two characters in common."""
    if (row["kind"] == "uniqueness") != (other["kind"] == "uniqueness"):
        return False
    a, b = str(row["measured"]), str(other["measured"])
    digits = len(str(row["value"]).strip("0."))
    if digits >= 3 or (digits == 2 and any(char in b for char in a)):
        # Three significant digits do not meet by chance on one page; two hardly do.
        return True
    return any(a[i : i + 2] in b for i in range(len(a) - 1))
