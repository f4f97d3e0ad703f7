"""JupyterLab's own HTML export, with the Chinese characters that it needs embedded.

The files below `resources/jupyter/` are installed into the environment and name `EmbedFont`, so
that *File → Save and Export Notebook As → HTML* and `jupyter nbconvert --to html` give pages that
are readable on a machine without Chinese fonts. Nothing else imports this module.
"""

import nbformat
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor

from analysis import fonts

# JupyterLab's pages take their letters from two variables; the embedded family holds Chinese only,
# so that it can stand first and leave every other letter as it was.
_FAMILIES = f"""
body {{
  --jp-content-font-family: "{fonts.HAN_FAMILY}", system-ui, "Segoe UI", Roboto, Arial, sans-serif;
  --jp-code-font-family: "{fonts.HAN_FAMILY}", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}}
"""


class EmbedFont(CSSHTMLHeaderPreprocessor):
    """Adds one style to an HTML export: the font, cut down to the notebook's characters.

    It takes the place of nbconvert's own preprocessor of styles (which the settings turn off),
    because that one runs last and overwrites what others added.
    """

    def preprocess(self, nb, resources):
        """The notebook unchanged, and the resources with one more style to write into the page."""
        nb, resources = super().preprocess(nb, resources)
        chinese = "".join(sorted({c for c in nbformat.writes(nb) if not c.isascii()}))
        resources["inlining"]["css"].append(fonts.subset_css(chinese) + _FAMILIES)
        return nb, resources
