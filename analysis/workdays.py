"""Working days between two dates, by the calendar that the State Council announced for the year."""

import datetime

# The years for which the calendar package holds the announcements.
KNOWN_YEARS = range(2004, 2027)


def weekdays(first: datetime.date, last: datetime.date) -> int:
    """Days from Monday to Friday, both ends counted; 0 if `last` is before `first`.

    >>> weekdays(datetime.date(2018, 4, 10), datetime.date(2018, 4, 13))
    4
    """
    days = (last - first).days + 1
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((first.weekday() + i) % 7 < 5 for i in range(rest))


def working_days(first: datetime.date, last: datetime.date) -> int | None:
    """Working days, both ends counted: public holidays out, the weekend days worked instead in.

    Parameters
    ----------
    first, last
        The first and the last day.

    Returns
    -------
    The number of days, 0 if `last` is before `first`; `None` where no calendar of a year is known.

    References
    ----------
    The yearly notices of the General Office of the State Council, as the package chinesecalendar
    keeps them (no network).

    >>> working_days(datetime.date(2018, 4, 4), datetime.date(2018, 4, 9))  # 5 to 7 off, 8 worked
    3
    """
    from chinese_calendar import is_workday

    if last < first:
        return 0
    if first.year not in KNOWN_YEARS or last.year not in KNOWN_YEARS:
        return None
    days = (last - first).days + 1
    return sum(is_workday(first + datetime.timedelta(i)) for i in range(days))
