"""`python -m bench` prints the table of docs/measurements.md. Ratios count; times depend on the machine."""

import sys

from bench import controls, figures, first_visit, imdb, imdb_page, layout_shift, load, mnist, moons, playground, serving

MODULES = (serving, first_visit, load, layout_shift, controls, figures, playground, mnist, moons, imdb_page, imdb)


def main() -> int:
    print("| what | to reach | found | measured | |")
    print("|---|---|---|---|---|")
    missed = 0
    for module in MODULES:
        for measurement in module.measure():
            print(measurement, flush=True)
            missed += not measurement.reached
    return missed


if __name__ == "__main__":
    sys.exit(main())
