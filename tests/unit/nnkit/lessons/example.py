"""A lesson that has every field and every part."""

TEXT = """---
title: An example
minutes: 20
goal: You can read a lesson file.
---

# Sketch
page: overfitting
section: width
set overfitting_width_units: 1, 3
locked: overfitting_width_units
open: overfitting_noise
hidden: others

Two networks.

```
# no heading
```

## Prediction
kind: sketch
outcome: validation loss
over: hidden units
at: 1, 3
from: 0
to: 0.7

Sketch it.

## Explanation
This is why.

# Choose
page: overfitting
section: depth

One network reads 10 % of them.

## Prediction
kind: choose

Which epoch?

- an early one | epoch where validation loss is lowest < 1000
- a late one | epoch where validation loss is lowest >= 1000, gap > 5 %

# Reach
page: mnist
section: train
open: mnist_rate

Now you.

## Prediction
kind: number
outcome: test accuracy
from: 0 %
to: 100 %

How good is it?

## Goal
reach: test accuracy >= 95.5 %, hidden units <= 10
solution mnist_rate: 0.003

Reach it.

## Question
Why?

## Answer
Because.

# For the teacher
Three steps.
"""


def with_line(old: str, new: str) -> tuple[str, int]:
    """Return the text with the first line that is `old` replaced, and the number of that line."""
    lines = TEXT.splitlines()
    place = lines.index(old)
    return "\n".join([*lines[:place], new, *lines[place + 1 :]]), place + 1
