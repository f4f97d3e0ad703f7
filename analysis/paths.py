"""Where things are: the package's resources, and the folders of a checkout."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
RESOURCES = PACKAGE / "resources"
FONT = RESOURCES / "fonts" / "NotoSansSC-Regular-URO.ttf"
PROJECT = PACKAGE.parent
NOTEBOOKS = PROJECT / "notebooks"
SEEDS = PROJECT / "seeds"
FIGURES = PROJECT / "figures"
REPORTS = PROJECT / "reports"

CORPUS_VARIABLE = "ANALYSIS_CORPUS"
FIGURES_VARIABLE = "ANALYSIS_FIGURES"
TABLES_VARIABLE = "ANALYSIS_TABLES"


def corpus_folder() -> Path:
    """The corpus that notebooks read: what the report was started on, else the shipped pages."""
    return Path(os.environ.get(CORPUS_VARIABLE) or SEEDS)


def figures_folder() -> Path:
    """Where notebooks draw to: what the report was started with, else the checkout's figures."""
    return Path(os.environ.get(FIGURES_VARIABLE) or FIGURES)


def resource(corpus: Path | None, *parts: str) -> Path:
    """The file of a resource: the corpus folder's own where it brings one, else the package's.

    A corpus folder overrides `analysis/resources/lexicon/terms.tsv` with its own
    `lexicon/terms.tsv`, and so on for every resource.
    """
    if corpus is not None:
        own = Path(corpus).joinpath(*parts)
        if own.exists():
            return own
    return RESOURCES.joinpath(*parts)
