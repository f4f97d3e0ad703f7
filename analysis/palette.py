"""The colours: one per district, the same in every figure and page, and grey for the rest."""

from collections.abc import Sequence

INK = "#1f2328"
ACCENT = "#b3332b"  # cinnabar, the seal's red
REFERENCE = "#b8b8b8"  # what a target is compared with
REFERENCE_DARK = "#777777"  # the same for lines and letters
NOTHING = "#e9e9e9"  # no text: not zero
PAPER = "#ffffff"
PALE_ACCENT = "#f6dcd8"  # the lightest shade of a scale that ends in ACCENT and means a count
LABEL = "#555555"  # letters beside what is drawn
FRAME = "#8a8a8a"  # axes and borders
GRID = "#eeeeee"
LEGIBLE = 4.5  # contrast that WCAG 2.1 asks of letters (AA)
# Paul Tol's qualitative schemes “muted” and “bright” (SRON/EPS/TN/09-002, 2021), made for readers
# with colour-vision deficiencies; sixteen groups need both, so figures label groups directly too.
_GROUPS = (
    "#4477AA", "#CC6677", "#117733", "#332288", "#EE8866", "#88CCEE", "#882255", "#44AA99",
    "#999933", "#AA4499", "#DDCC77", "#66AABB", "#228833", "#BB5566", "#775500", "#004488",
)  # fmt: skip

N_GROUPS = len(_GROUPS)


def style_variables() -> str:
    """The colours that pages share with figures, as variables of a style sheet.

    `--d0`, `--d1` and so on are the groups', in the order of `group_colours`.
    """
    named = {"ink": INK, "paper": PAPER, "accent": ACCENT, "sheet": PAPER}
    named |= {f"d{place}": colour for place, colour in enumerate(_GROUPS)}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())


def ink_on(colour: "str | Sequence[float]") -> str:
    """`PAPER` or `INK`, whichever contrasts more with the colour behind it.

    Parameters
    ----------
    colour
        Anything that matplotlib takes for a colour.

    References
    ----------
    Relative luminance and contrast ratio as in WCAG 2.1.

    Examples
    --------
    >>> ink_on(ACCENT) == PAPER, ink_on(REFERENCE) == INK
    (True, True)
    """
    return max((PAPER, INK), key=lambda ink: contrast(ink, colour))


def legible(colour: str) -> str:
    """The colour, darkened until letters in it can be read on `PAPER` (contrast of 4.5 or more).

    Examples
    --------
    >>> legible(INK) == INK, contrast(legible("#88CCEE"), PAPER) >= 4.5
    (True, True)
    """
    from matplotlib.colors import to_hex, to_rgb

    shade = colour
    for step in range(1, 20):
        if contrast(shade, PAPER) >= LEGIBLE:
            return shade
        shade = to_hex([part * (1 - step / 20) for part in to_rgb(colour)])
    return INK


def contrast(first: "str | Sequence[float]", second: "str | Sequence[float]") -> float:
    """Contrast ratio of two colours by WCAG 2.1: 1 for the same, 21 for black on white."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: "str | Sequence[float]") -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def group_colours(groups: Sequence[str]) -> dict[str, str]:
    """Each group's colour, by its place in the order given.

    Parameters
    ----------
    groups
        All groups of the gazetteer in its order, so that a group keeps its colour in a figure that
        shows only some. Beyond sixteen the colours begin again.
    """
    return {group: _GROUPS[place % len(_GROUPS)] for place, group in enumerate(groups)}
