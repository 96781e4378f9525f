"""Reviews: networks that classify film reviews, and the words they learn."""

from pages.imdb.browse import ONES
from pages.imdb.compare import show_four_networks
from pages.imdb.learned import FOR, LATER, show_what_it_learned
from pages.imdb.own import show_own_network
from pages.imdb.reviews import OVERVIEW, show_reviews
from pages.imdb.writing import show_writing
from ui.sections import Section, show_sections

show_sections(
    "imdb",
    "Reviews",
    (
        Section("write", "Write", show_writing),
        Section("networks", "Four networks", show_four_networks),
        Section("own", "Your own", show_own_network),
        Section(
            "learned",
            "What it learned",
            show_what_it_learned,
            {"words": {"imdb_words": FOR}, "memorised": {"imdb_words": LATER}},
        ),
        Section("read", "Read", show_reviews, {"data": {"imdb_view": OVERVIEW}, "review": {"imdb_view": ONES}}),
    ),
)
