"""The table, the picture and the floors of ``benchmarks/count.py``: numbers in, a page out."""

from collections.abc import Sequence
from pathlib import Path

import count as bench

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
TITLES = ("way", "MB", "seconds", "of processors", "MB/s", "× the loop", "MB held")
# An end of a line this near below another has its name below.
_CROWDED = 1.4


def ratio(row: dict, rows: Sequence[dict]) -> float | None:
    """How many times as fast as the loop at the same size; None where the loop was not run."""
    base = [r for r in rows if r["way"] == bench.BASE and r["MB"] == row["MB"]]
    return base[0]["seconds"] / row["seconds"] if base else None


def speed(row: dict) -> float:
    """Megabytes a second."""
    return row["bytes"] / bench.MEGABYTE / row["seconds"]


def table(rows: Sequence[dict], ratios: Sequence[float]) -> str:
    """The table in Markdown."""
    lines = [f"| {' | '.join(TITLES)} |", "|---|" + "--:|" * (len(TITLES) - 1)]
    for row in rows:
        times = ratio(row, rows)
        cells = (
            row["way"], row["MB"], f"{row['seconds']:.2f}", f"{row['processor']:.2f}",
            f"{speed(row):.2f}",
            f"{times:.1f}" if times else "–", f"{row['memory']:.0f}",
        )  # fmt: skip
        lines.append(f"| {' | '.join(map(str, cells))} |")
    middle = ratios[len(ratios) // 2]
    lines += [
        "",
        f"Cutting to token ids, one thread, processor time: **{middle:.0f} ×** `jieba.lcut` "
        f"({ratios[0]:.0f} to {ratios[-1]:.0f} over {len(ratios)} pieces).",
    ]
    return "\n".join(lines)


def missed(rows: Sequence[dict], ratios: Sequence[float]) -> list[str]:
    """A line for every floor that was not reached."""
    found = []
    if ratios[len(ratios) // 2] < bench.LEAST_CUT:
        found.append(f"cutting: {ratios[len(ratios) // 2]:.1f} x, floor {bench.LEAST_CUT}")
    last: dict[str, dict] = {}
    for row in rows:
        floor, times = bench.FLOORS.get(row["way"], {}).get(row["MB"]), ratio(row, rows)
        if floor and times and times < floor:
            found.append(f"{row['way']}, {row['MB']} MB: {times:.1f} x, floor {floor}")
        most = bench.MOST_MEMORY.get(row["MB"])
        if row["way"] == "count --plain" and most and row["memory"] > most:
            found.append(f"{row['way']}, {row['MB']} MB: {row['memory']:.0f} MB held, most {most}")
        before = last.get(row["way"])
        if before and row["way"].startswith("count") and speed(row) < 0.8 * speed(before):
            found.append(f"{row['way']}, {row['MB']} MB: slower than 0.8 of {before['MB']} MB")
        last[row["way"]] = row
    return found


def write(page: Path, rows: Sequence[dict], ratios: Sequence[float], *, artificial: bool) -> None:
    """Put table and picture between the marks of the page."""
    draw(rows, page.parent / "performance.png")
    text = page.read_text("utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    said = "words of jieba's dictionary by frequency, no sense" if artificial else "real prose"
    page.write_text(
        f"{before}{BEGIN}\n*Text: {said}, in files of about 12 KB. Whole processes, one run.*\n\n"
        f"{table(rows, ratios)}\n\n![Throughput by size](performance.png)\n{END}{after}",
        "utf-8",
    )


def draw(rows: Sequence[dict], path: Path) -> None:
    """The curve: megabytes a second by size, a line for each way, both axes logarithmic."""
    import logging

    import matplotlib as mpl

    # The signs of powers of ten are looked for in fonts that nothing here is set in.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    from analysis import palette

    figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
    ends: list[float] = []
    fast = {row["way"]: speed(row) for row in rows}
    names = sorted(fast, key=fast.__getitem__, reverse=True)
    colours = [palette.ACCENT, palette.INK, palette.REFERENCE_DARK, palette.REFERENCE]
    for name, colour in zip(names, colours, strict=False):
        own = [row for row in rows if row["way"] == name]
        sizes, speeds = [row["MB"] for row in own], [speed(row) for row in own]
        axes.plot(sizes, speeds, "o-", color=colour)
        crowded = any(1 <= end / speeds[-1] < _CROWDED for end in ends)
        ends.append(speeds[-1])
        axes.annotate(
            name, (sizes[-1], speeds[-1]), xytext=(-4, -8 if crowded else 7), ha="right",
            textcoords="offset points", va="top" if crowded else "bottom",
        )  # fmt: skip
    axes.margins(y=0.12)
    axes.set(
        xscale="log", yscale="log", xlabel="collection (MB of text in UTF-8)",
        ylabel="MB a second, whole process", title="Counting words as numbers keeps its pace",
    )  # fmt: skip
    figure.savefig(path, dpi=120, metadata={"Software": None})
    plt.close(figure)
