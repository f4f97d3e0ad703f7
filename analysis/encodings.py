"""Bytes to text, with the encoding named: UTF-8, UTF-16, UTF-32, GB18030 or Big5, or a refusal.

Marks and UTF-8 are certain and read here; what is neither is left to charset-normalizer, asked
only about the encodings of Chinese newspapers. See docs/decisions/0002-encodings.md.
"""

import codecs

from analysis.errors import InputError

_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
)
# The encodings that Chinese pages without a mark come in, by Python's names.
_CANDIDATES = {
    "gb18030": "gb18030",
    "big5": "big5",
    "cp950": "big5",
    "big5hkscs": "big5",
    "utf_16_le": "utf-16-le",
    "utf_16_be": "utf-16-be",
}
# charset-normalizer's share of odd neighbours: whole pages in their right encoding measured up to
# 0.07, pieces of 200 characters full of quotation marks 0.13; Japanese and Korean bytes read as
# Chinese 0.17 and more.
MAX_CHAOS = 0.15
# The commonest characters of Chinese prose, simplified and traditional: a fifth to a quarter of any
# page. Japanese or Korean bytes that happen to be Chinese characters have hardly one of them.
_COMMON = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出"
    "业業建市发發新展设設化进進全工加实實力区區年会會政动動制成高民强強开開公行理保经經"
)
MIN_COMMON = 0.04
# Below so many Chinese characters the share says nothing.
_FEW = 40
# A page may hold a stray control character; a binary file is full of them.
MAX_CONTROL = 0.01
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r\f")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a page and the name of its encoding.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.

    Returns
    -------
    The text without a byte-order mark, and one of `utf-8`, `utf-8-sig`, `utf-16-le`, `utf-16-be`,
    `utf-32-le`, `utf-32-be`, `gb18030`, `big5`.

    Raises
    ------
    InputError
        The file is empty, is not text, or is in none of these encodings.
    """
    if not data.strip():
        bytes_are = "byte is" if len(data) == 1 else "bytes are"
        seen = f"its {len(data)} {bytes_are} white space" if data else "it has no byte"
        raise InputError(f"{name} is empty — {seen}. Put the page's text in, or take the file out.")
    for magic, what in _NOT_TEXT:
        if data.startswith(magic):
            raise InputError(
                f"{name} is not text — it is {what}. Export its text as UTF-8 and put that here."
            )
    found = _by_mark(data) or _as_utf8(data) or _as_legacy(data)
    if found is None:
        raise InputError(
            f"{name} is in no encoding that is known here — it is not UTF-8 ({_where(data)}), and "
            "read as UTF-16, GB18030 or Big5 it is not Chinese text. Save it as UTF-8."
        )
    text, encoding = found
    if not text.strip():
        raise InputError(
            f"{name} is empty — it holds only white space. Put the page's text in, or take it out."
        )
    share = _control_share(text)
    if share > MAX_CONTROL:
        raise InputError(
            f"{name} is not text — {share:.0%} of it are control characters. "
            "Export its text as UTF-8 and put that here."
        )
    return text, encoding


def _by_mark(data: bytes) -> tuple[str, str] | None:
    """Read by byte-order mark; a mark that the rest belies is no mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding.removesuffix("-sig"))
            if text is not None:
                return text, encoding
    return None


def _as_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 without a mark; ASCII is UTF-8 too. Latin text in UTF-16 is every second byte NUL."""
    text = _strict(data, "utf-8")
    nul = 0 if text is None else text.count("\0")
    if text is None or (nul and (nul > MAX_CONTROL * len(text) or not _is_chinese(text))):
        return None
    return text, "utf-8"


def _as_legacy(data: bytes) -> tuple[str, str] | None:
    """GB18030, Big5 or UTF-16 without a mark, whichever makes ordinary Chinese, if any does."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_CANDIDATES)).best()
    if best is None or best.chaos > MAX_CHAOS or not _is_chinese(str(best)):
        return None
    text = _strict(data, best.encoding)
    return None if text is None else (text, _CANDIDATES[best.encoding])


def _strict(data: bytes, encoding: str) -> str | None:
    """The text, or nothing where a byte does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    """Whether the characters are those of Chinese prose; one will do in a very short text."""
    chinese = [character for character in text[:20_000] if "\u4e00" <= character <= "\u9fff"]
    if len(chinese) < _FEW:
        return bool(chinese)
    return sum(map(_COMMON.__contains__, chinese)) >= MIN_COMMON * len(chinese)


def _control_share(text: str) -> float:
    """Share (0 to 1) of control characters other than tab, line and page ends."""
    encoded = text.encode("utf-8", "surrogatepass")  # in which a byte below 32 is a character
    return (len(encoded) - len(encoded.translate(None, _CONTROL))) / len(text)


def _where(data: bytes) -> str:
    """Say where UTF-8 breaks: byte 0xb0 at position 17."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte 0x{data[error.start]:02x} at position {error.start}"
    return "it holds NUL"
