"""`python -m bench`: what the README claims, measured in one run. Ratios count; times depend on the machine."""

import sys

from bench import controls, imdb, imdb_page, mnist, moons, playground, serving


def main() -> int:
    print("| what | to reach | found | measured | |")
    print("|---|---|---|---|---|")
    missed = 0
    for part in (serving, controls, playground, mnist, moons, imdb_page, imdb):
        for figure in part.figures():
            print(figure, flush=True)
            missed += not figure.reached
    return missed


if __name__ == "__main__":
    sys.exit(main())
