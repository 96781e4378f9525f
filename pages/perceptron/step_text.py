"""A step of the rule in numbers and in sentences."""

import numpy as np

from nnkit.concepts.perceptron import PerceptronStep, Trace
from pages.perceptron.numbers import fraction_text
from ui.numbers import factor, sum_of_products


def position_text(trace: Trace, step: PerceptronStep, number: int, opening: int) -> str:
    """Say whose turn it is. number, opening: of the step, and of the one at which the section opens, from 0."""
    point = f"x1 = {fraction_text(step.x[1])}, x2 = {fraction_text(step.x[2])}"
    text = (
        f"Step {number + 1:,} of {trace.steps:,} · epoch {step.epoch + 1:,} of {trace.epochs:,} · sample "
        f"{step.sample + 1} of {len(trace.samples.labels)}: {point}, class {step.y}"
    )
    return f"{text} · the first step with a line in the picture" if number == opening > 0 else text


def weights_table(step: PerceptronStep) -> str:
    """Write the weights before and after the step, and what it adds, as a table in Markdown."""
    rows = {"x": step.x, "w before": step.before, "η (y − ŷ) x": _change(step), "w after": step.after}
    lines = ["| | bias | x1 | x2 |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {' | '.join(map(fraction_text, values))} |" for name, values in rows.items()]
    return "\n".join(lines)


def calculation_text(step: PerceptronStep, trace: Trace) -> str:
    """Write how z, the output and the update come about."""
    products = sum_of_products(map(fraction_text, step.before), map(fraction_text, step.x))
    sign = ("≥" if trace.rule.at_zero else ">") if step.output else ("<" if trace.rule.at_zero else "≤")
    z = f"z = {products} = **{fraction_text(step.z)}** {sign} 0"
    output = f"{z}, so ŷ = **{step.output}**. The class y is **{step.y}**."
    if not step.error:
        return f"{output} y − ŷ = 0, so **nothing changes.**"
    learning_rate = trace.rule.learning_rate
    eta, times = fraction_text(learning_rate), fraction_text(learning_rate * step.error)
    change = f"η (y − ŷ) = {eta} · ({step.y} − {step.output}) = {times}"
    return f"{output} {change}, so **w changes by {factor(times)} · x.**"


def note_text(step: PerceptronStep, z: np.ndarray) -> str:
    """Say what the picture can't show, in a sentence, or return an empty text. z: in the picture, after the step."""
    if not any(step.after[1:]):
        return "There is no line, because w1 and w2 are 0: every point gets the same answer."
    if z.min() > 0 or z.max() < 0:
        return "The line after the step lies outside the picture."
    if step.error and not any(_change(step)[1:]):
        return "Only the bias has changed. The line moves, but w1 and w2 stay the same."
    if step.error and step.z == 0 and any(step.before[1:]):
        return "The sample lies on the line before the step, so z is 0."
    return ""


def _change(step: PerceptronStep) -> list:
    return [after - before for before, after in zip(step.before, step.after, strict=True)]
