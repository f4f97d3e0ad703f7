"""What notebook 05 shows: systems, the ledger of figures, its checks and series."""

from typing import TYPE_CHECKING

from analysis import about_checks, about_districts, sizes
from analysis.language import listed, say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables

LEADERS = 3  # so many systems that are mentioned equally often are named
# What the figures of each kind do, for a reader.
KIND_WORDS = {
    "measure": "{n} {n:measures|measure} something",
    "structural": "{n} {n:counts|count} the parts of something (三大板块)",
    "uniqueness": "{n} {n:claims|claim} a first or an only one (首个)",
    "threshold": "{n} {n:sets|set} a limit (不超过, 以上)",
    "duration_vague": "{n} {n:names|name} a length of time without its exact end (20多年)",
    "anecdotal": "{n} {n:tells|tell} a time or an age in a story",
    "label": "{n} {n:belongs|belong} to a name (24小时)",
}
UNITS_SHOWN = 14  # rows of the heat map: what can be read at half size


def findings(corpus: "Tables") -> list[str]:
    """Sentences that answer notebook 05."""
    most = corpus.systems.sort_values(["n_mentions", "name"], ascending=[False, True])
    reach = [
        sum(name not in about_districts.NO_DISTRICT for name in names.split(";"))
        for names in corpus.systems["districts"]
    ]
    several = sum(districts > 1 for districts in reach)
    measures = corpus.indicators[
        (corpus.indicators["kind"] == "measure") & (corpus.indicators["duplicate_of"] == "")
    ]
    answers = []
    if len(most):
        answers.append(_most_mentioned(most, several))
    answers.append(
        say(
            "{n_measures} printed {n_measures:figure measures|figures measure} something (repeats "
            "apart), in {n_units} {n_units:unit|units}.",
            n_measures=len(measures),
            n_units=measures["unit"].nunique(),
        )
    )
    answers.append(about_checks.answer(corpus.checks))
    return answers + _printed_twice(corpus.series)


def _most_mentioned(most: "pd.DataFrame", several: int) -> str:
    """Which systems are mentioned most, and how many in sentences about several districts."""
    times = int(most["n_mentions"].iloc[0])
    leaders = list(most.loc[most["n_mentions"] == times, "name"])
    if len(most) == 1:
        alone = "One named system is mentioned: {first}; mentions: {n_mentions}."
        return say(alone, first=leaders[0], n_mentions=times)
    if times == 1:
        return say("{n_most} named systems are mentioned, each once.", n_most=len(most))
    if len(leaders) > LEADERS:
        return say(
            "{n_most} named systems are mentioned; {n_leaders} of them most often ({n_mentions} "
            "times each).",
            n_most=len(most), n_leaders=len(leaders), n_mentions=times,
        )  # fmt: skip
    if len(leaders) > 1:
        return say(
            "{n_most} named systems are mentioned; most often {names} ({n_mentions} times each).",
            n_most=len(most), names=listed(leaders), n_mentions=times,
        )  # fmt: skip
    return say(
        "{n_most} named systems are mentioned; most often {first} ({n_mentions} times). Of all "
        "{n_most}, {several} {several:stands|stand} in sentences about more than one district.",
        n_most=len(most), first=leaders[0], n_mentions=times, several=several,
    )  # fmt: skip


def _printed_twice(series: "pd.DataFrame") -> list[str]:
    """How many quantities are printed more than once, and how many points do not compare."""
    apart, points, n = (
        int((~series["comparable"]).sum()),
        len(series),
        series["series_id"].nunique(),
    )
    if not n:
        return []
    if n == 1:
        no = (
            "One quantity is printed more than once; its {points} points may not be compared, for "
            "the reasons given."
        )
        yes = "One quantity is printed more than once; its {points} points compare."
        return [say(no if apart else yes, points=points)]
    if apart == points:
        none = (
            "{n_quantities} quantities are printed more than once; none of their {n_series} points "
            "may be compared, for the reasons given."
        )
        return [say(none, n_quantities=n, n_series=points)]
    if not apart:
        all_ = (
            "{n_quantities} quantities are printed more than once; their {n_series} points compare."
        )
        return [say(all_, n_quantities=n, n_series=points)]
    return [
        say(
            "{n_quantities} quantities are printed more than once; {apart} of their "
            "{n_series} points may not be compared, for the reasons given.",
            n_quantities=n, apart=apart, n_series=points,
        )
    ]  # fmt: skip


def systems_by_district(corpus: "Tables", *, top: int) -> "pd.DataFrame":
    """Mentions of the most mentioned systems (rows) in sentences about each district (columns)."""
    joined = corpus.mentions.merge(
        corpus.sentences[["sentence_id", "district"]], on="sentence_id"
    ).merge(corpus.systems[["system_id", "name"]], on="system_id")
    joined["district"] = joined["district"].replace("", "–")
    table = joined.groupby(["name", "district"]).size().unstack(fill_value=0)
    total = table.sum(axis=1)
    order = sorted(table.index, key=lambda name: (-total[name], name))[:top]
    columns = about_districts.in_order(sizes.largest(table.loc[order].sum()))
    table = table.loc[order, [name for name in columns if table.loc[order, name].any()]]
    return table.rename_axis(index="system")


def matrix_title(matrix: "pd.DataFrame") -> str:
    """How many of the systems shown reach several districts, as the figure's title."""
    districts = [name for name in matrix.columns if name not in (*about_districts.NO_DISTRICT, "–")]
    reach = (matrix[districts] > 0).sum(axis=1)
    return say(
        "Of the {n_matrix} {n_matrix:system|systems} shown, {reach} {reach:stands|stand} in "
        "sentences about more than one district",
        n_matrix=len(matrix), reach=int((reach > 1).sum()),
    )  # fmt: skip


def ledger_note(corpus: "Tables") -> str:
    """What the ledger holds, by kind."""
    kinds = corpus.indicators["kind"].value_counts()
    repeats = int((corpus.indicators["duplicate_of"] != "").sum())
    said = listed(say(words, n=kinds[kind]) for kind, words in KIND_WORDS.items() if kind in kinds)
    return say(
        "{n_indicators} {n_indicators:row|rows}: {said}; {repeats} of all rows "
        "{repeats:repeats|repeat} another row.",
        n_indicators=len(corpus.indicators), said=said, repeats=repeats,
    )  # fmt: skip


def units_by_district(corpus: "Tables") -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Printed figures by unit (rows) and district (columns), and the texts for the cells."""
    own = corpus.indicators[
        (corpus.indicators["kind"] == "measure") & (corpus.indicators["duplicate_of"] == "")
    ]
    own = own.assign(
        district=own["district"].replace("", "–"), unit=own["unit"].replace("", say("(no unit)"))
    )
    table = own.groupby(["unit", "district"]).size().unstack(fill_value=0)
    total = table.sum(axis=1)
    order = sorted(table.index, key=lambda unit: (-total[unit], unit))[:UNITS_SHOWN]
    table = table.loc[order, about_districts.in_order(sizes.largest(table.sum()))]
    return table.astype(float), table.map(lambda count: str(count) if count else "")


def units_title(kinds: "pd.DataFrame") -> str:
    """The most frequent unit of the district with most figures, as the figure's title."""
    names = [name for name in kinds.columns if name not in (*about_districts.NO_DISTRICT, "–")]
    if not names:
        return say("Printed figures by unit")
    most = min(names, key=lambda name: (-kinds[name].sum(), name))
    unit = kinds[most].idxmax()
    return say(
        "{district} has most of the printed figures ({n} in the units shown), "
        "{n_unit} of them in {unit}",
        district=most, n=int(kinds[most].sum()), n_unit=int(kinds[most].max()), unit=unit,
    )  # fmt: skip


def series_rows(corpus: "Tables") -> "pd.DataFrame":
    """The points of every series, with why they may not be compared where so."""
    columns = ["series_id", "quantity", "date", "value", "unit", "comparable", "why_not"]
    return corpus.series[columns].assign(value=corpus.series["value"].map(about_checks.grouped))
