"""Correspondence analysis: districts and their words on one map, by singular value decomposition.

References
----------
Greenacre 2017, Correspondence Analysis in Practice, 3rd edition, appendix A; Nenadić and Greenacre
2007, Correspondence Analysis in R (Journal of Statistical Software 20(3)), for reference values.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import InputError
from analysis.language import number_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "kind", "label", "n", "axis_1", "axis_2", "contribution_1", "contribution_2", "contribution",
    "quality", "inertia_share",
)  # fmt: skip
_DIGITS = 10  # what is left beyond is rounding, and differs between machines


def correspondence(counted: "pd.DataFrame") -> "pd.DataFrame":
    """Districts and terms as points of a map on which like profiles lie close.

    P = counts / total; S = (P − rcᵀ) / √(rcᵀ) with the margins r and c; S = U Σ Vᵀ. Principal
    coordinates: F = U Σ / √r for groups, G = V Σ / √c for terms. Both kinds are scaled alike
    (symmetric map): distances are read between points of one kind; of a group and a term only the
    direction from the middle is compared. The middle is the average profile. Small groups and rare
    terms lie far out because they are small: read `n` beside a place.

    Parameters
    ----------
    counted
        Counts of groups (index) and terms (columns), as `documents.group_counts` gives them.

    Returns
    -------
    pandas.DataFrame, groups in their order, then terms in theirs:

    kind, label, n
        "group" or "term", its name, its tokens.
    axis_1, axis_2
        Principal coordinates, no unit. On each axis the group that contributes most lies on the
        positive side. NaN for a row or column without counts, and axis_2 with two groups.
    contribution_1, contribution_2
        Share of the axis's inertia that the point makes, 0 to 1; of each kind they add up to 1.
    contribution
        The same of both axes together (λ₁ctr₁ + λ₂ctr₂)/(λ₁ + λ₂): the most telling points first.
    quality
        Share of the point's own inertia that the two axes show, 0 to 1: below a half the place on
        the map says little.
    inertia_share
        Share of the point in all inertia, 0 to 1.

    `attrs["inertia"]`: principal inertias of the axes; `attrs["axis_shares"]`: their shares of the
    whole; `attrs["total_inertia"]`: χ²/N.

    Raises
    ------
    InputError
        Fewer than two groups or terms have counts, a name stands twice, a count is negative or
        missing, or all groups have the same profile.
    """
    import pandas as pd

    _check(counted)
    table = counted.sort_index().sort_index(axis=1)
    full = table.loc[table.sum(axis=1) > 0, table.sum() > 0]
    rows, columns, values = _decomposed(full.to_numpy(dtype=float))
    inertia = values**2
    parts = [
        _points("group", full.sum(axis=1), rows, inertia).reindex(counted.index),
        _points("term", full.sum(), columns, inertia).reindex(counted.columns),
    ]
    for kind, part in zip(("group", "term"), parts, strict=True):
        part["kind"] = kind
        part["n"] = part["n"].fillna(0).astype("int64")
        part["label"] = part.index.astype("str")
    result = pd.concat(parts, ignore_index=True)[list(COLUMNS)].astype({"kind": "str"})
    result.attrs["inertia"] = np.round(inertia, _DIGITS).tolist()
    result.attrs["axis_shares"] = np.round(inertia / inertia.sum(), _DIGITS).tolist()
    result.attrs["total_inertia"] = round(float(inertia.sum()), _DIGITS)
    return result


def telling(points: "pd.DataFrame", *, n_terms: int = 30) -> "pd.DataFrame":
    """All groups on the map, and the terms that contribute most to the two axes.

    Returns
    -------
    pandas.DataFrame, rows of `points` with a place on the map: groups, then at most `n_terms`
    terms, largest contribution first, ties by label.
    """
    import pandas as pd

    placed = points[points["axis_1"].notna()]
    terms = placed[placed["kind"] == "term"].sort_values(
        ["contribution", "label"], ascending=[False, True]
    )
    kept = pd.concat([placed[placed["kind"] == "group"], terms.head(n_terms)], ignore_index=True)
    kept.attrs = dict(points.attrs)
    return kept


def _decomposed(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Principal coordinates of rows and columns, and the singular values above 0."""
    shares = table / table.sum()
    r, c = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(r, c)
    u, values, vt = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    real = values > 1e-9
    if not real.any():
        raise InputError(
            f"All {len(table)} groups have the same shares of words — there is no difference to "
            "map. Compare other groups or more words."
        )
    u, values, v = u[:, real], values[real], vt[real].T
    for axis in range(len(values)):
        # The largest; of two as large the first by name, although their floats differ.
        first = int(np.argmax(np.round(np.abs(u[:, axis]), _DIGITS)))
        sign = -1.0 if u[first, axis] < 0 else 1.0
        u[:, axis] *= sign
        v[:, axis] *= sign
    return u * values / np.sqrt(r)[:, None], v * values / np.sqrt(c)[:, None], values


def _points(
    kind: str, n: "pd.Series", coordinates: np.ndarray, inertia: np.ndarray
) -> "pd.DataFrame":
    """The columns of the result for one kind of point, index = label."""
    import pandas as pd

    mass = (n / n.sum()).to_numpy()[:, None]
    own = mass * coordinates**2
    shown = own[:, :2].sum(axis=1)
    table = pd.DataFrame({"kind": kind, "n": n}, index=n.index)
    for axis in (0, 1):
        there = axis < len(inertia)
        table[f"axis_{axis + 1}"] = coordinates[:, axis] if there else np.nan
        table[f"contribution_{axis + 1}"] = own[:, axis] / inertia[axis] if there else np.nan
    table["contribution"] = shown / inertia[:2].sum()
    whole = own.sum(axis=1)
    table["quality"] = np.divide(shown, whole, out=np.full(len(n), np.nan), where=whole > 1e-15)
    table["inertia_share"] = whole / inertia.sum()
    numbers = [name for name in table if name not in ("kind", "n")]
    table[numbers] = table[numbers].round(_DIGITS) + 0.0  # no −0.0
    return table


def _check(counted: "pd.DataFrame") -> None:
    """Raise if the table cannot be mapped."""
    for names, what in ((counted.index, "group"), (counted.columns, "term")):
        if names.has_duplicates:
            raise InputError(
                f"A {what} stands twice — {names[names.duplicated()][0]!r}. Add its counts up."
            )
    values = counted.to_numpy(dtype=float)
    if not (values >= 0).all():
        raise InputError(
            f"A count is negative or missing — of {values.size} cells "
            f"{int((~(values >= 0)).sum())}. Pass counts, 0 where there is none."
        )
    n_groups, n_terms = int((values.sum(axis=1) > 0).sum()), int((values.sum(axis=0) > 0).sum())
    if n_groups < 2 or n_terms < 2:
        raise InputError(
            f"Too little to map — {number_of(n_groups, 'group')} and {number_of(n_terms, 'term')} "
            "with counts. At least two of each are needed: compare more districts, or lower "
            "min_freq."
        )
