"""Wrong forms of numbers and names in what a visitor reads."""

import re

# What no text may hold, with what it would have to be.
WRONG = {
    "a percent sign behind a no-break space": r"\d ?%",
    "a minus sign, not a hyphen": r"(?<![\w.,:/=)\]§-])-\.?\d",
    "a comma in a number of five digits": r"(?<![\w.,/#–-])\d{5,}(?![\w/–])",
    "a power of ten, not an e": r"\d(\.\d+)?e[+-]\d+",
    "ReLU": r"\brelu\b",
}
# Code, addresses and formulas are written as computers read them.
NOT_READ = re.compile(r"`[^`]*`|\]\([^()\s]*( \"[^\"]*\")?\)|\$[^$]*\$|https?://\S+|doi\.org\S+|%\{[^}]*\}|<[^>]*>")

_fine: set[str] = set()  # texts that have been looked at: most are the same in many drawings


def wrong_forms(text: str) -> list[str]:
    """Return what is wrong in a text, each with its place; [] for a text in which all is as it should be."""
    if text in _fine:
        return []
    read = NOT_READ.sub(" ", text)
    found = [
        f"{should} in “{read[max(0, match.start() - 30) : match.end() + 30]}”"
        for should, pattern in WRONG.items()
        for match in re.finditer(pattern, read)
    ]
    if not found:
        _fine.add(text)
    return found
