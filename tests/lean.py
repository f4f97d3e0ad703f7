"""A pytest plugin for `make test`, loaded before all others: what nobody asks for is not loaded.

nbval loads nbformat, and that jsonschema, which compiles a grammar of web addresses: more than a
second in each process, for a format (`iri`) that the schema of notebooks does not have. A module
that is None cannot be imported, and jsonschema goes without it.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
