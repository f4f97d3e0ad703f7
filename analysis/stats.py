"""The statistics in one place: `from analysis import stats`, then `stats.log_ratio(…)`.

The functions live in modules of their own: `contingency` (significance), `effects` (effect sizes),
`dispersion`, `inference` (share of a total, many tests), `resampling` (bootstrap and permutation
by article), `association` (collocates; its log-likelihood takes other arguments and stays
there) and `keyness` (the table of all groups).
"""

from analysis.association import association, delta_p, log_dice, mi, npmi, t_score, z_score
from analysis.contingency import (
    Contingency,
    bayes_factor,
    chi2,
    contingency,
    ell,
    log_likelihood,
)
from analysis.dispersion import (
    carried_by_one,
    dp,
    dp_norm,
    jensen_shannon,
    juilland_d,
    kld,
    part_range,
    rosengren_s,
)
from analysis.effects import (
    LogOdds,
    log_odds,
    log_ratio,
    log_ratio_interval,
    lrc,
    odds_ratio,
    pct_diff,
    simple_maths,
)
from analysis.inference import benjamini_hochberg, wilson
from analysis.keyness import keyness
from analysis.resampling import (
    Permutation,
    bootstrap_log_ratio,
    bootstrap_weights,
    permutation_p,
)

__all__ = [
    "Contingency",
    "LogOdds",
    "Permutation",
    "association",
    "bayes_factor",
    "benjamini_hochberg",
    "bootstrap_log_ratio",
    "bootstrap_weights",
    "carried_by_one",
    "chi2",
    "contingency",
    "delta_p",
    "dp",
    "dp_norm",
    "ell",
    "jensen_shannon",
    "juilland_d",
    "keyness",
    "kld",
    "log_dice",
    "log_likelihood",
    "log_odds",
    "log_ratio",
    "log_ratio_interval",
    "lrc",
    "mi",
    "npmi",
    "odds_ratio",
    "part_range",
    "pct_diff",
    "permutation_p",
    "rosengren_s",
    "simple_maths",
    "t_score",
    "wilson",
    "z_score",
]
