"""Addresses as nobody writes them, drawn by Hypothesis over the controls of a section."""

from hypothesis import strategies as st

NUMBERS = ("inf", "-inf", "nan", "-1", "0", "0.5", "1e9", "1e400", "9" * 30, "-0", "0x10", "1_000", "٣", " 7 ")
TEXTS = (
    "",
    " ",
    "None",
    "true",
    "[]",
    "own points",
    "a" * 5_000,
    "\x00",
    "💥",
    "../..",
    "<b>",
    "%",
    "&section=",
)


def values_of(control):
    """What an address may hold for a control: what it can be, what it nearly can be, and nonsense."""
    domain, several = control.domain, 3 if control.domain.several else 1
    kinds = [st.sampled_from(NUMBERS), st.sampled_from(TEXTS), st.text(max_size=20), st.floats().map(str)]
    if domain.options:
        kinds += [st.sampled_from(sorted(domain.options))] * 4
    if domain.low is not None:
        ends = [str(end + by) for end in (domain.low, domain.high) for by in (-1, 0, 1)]
        kinds += [st.sampled_from(ends), st.floats(domain.low, domain.high).map(str)]
        kinds += [st.integers(-(-int(domain.low) // 1), int(domain.high)).map(str)] * 3
    return st.lists(st.one_of(kinds), min_size=1, max_size=several)


def addresses_of(controls, others):
    """Draw parameters of a section. controls: by key. others: keys of other sections and of no control."""
    keys = st.lists(st.sampled_from(sorted(controls)), unique=True) if controls else st.just([])
    own = keys.flatmap(lambda chosen: st.fixed_dictionaries({key: values_of(controls[key]) for key in chosen}))
    foreign = st.dictionaries(
        st.sampled_from(others), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2), max_size=3
    )
    return st.builds(lambda first, second: {**first, **second}, foreign, own)
