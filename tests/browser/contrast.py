"""The contrast of every text on a page with what lies behind it, as WCAG 2 defines it."""

from playwright.sync_api import Page, TimeoutError

# Of each text that is visible: what it says, its contrast, its size in px if it is in a plot, and what is demanded.
# Left out are texts of controls that are disabled, as in WCAG; squares in a figure's key, which show the colour of a
# mark as it is; and in plots, dark and white texts: they stand on tiles and marks, whose colours the tests of figures
# check.
TEXTS = """() => {
    const numbers = colour => {
        const [red = 0, green = 0, blue = 0, opacity] = (colour.match(/[0-9.]+/g) ?? []).map(Number)
        return [red, green, blue, opacity ?? (colour === "none" ? 0 : 1)]
    }
    const over = ([red, green, blue, opacity], below) =>
        [red, green, blue].map((value, place) => opacity * value + (1 - opacity) * below[place])
    const luminance = colour => {
        const [red, green, blue] = colour.map(value => value / 255)
            .map(share => share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    }
    const ancestors = element => element ? [element, ...ancestors(element.parentElement)] : []
    const covers = (element, x, y) => {
        const {left, right, top, bottom} = element.getBoundingClientRect()
        return element.matches("html, body, #root, .stApp") || (left <= x && x <= right && top <= y && y <= bottom)
    }
    const isOnMark = (element, colour) => element.closest(".js-plotly-plot")
        && ["26,26,26", "255,255,255"].includes(String(colour.slice(0, 3)))
    const measure = node => {
        const element = node.parentElement, style = getComputedStyle(element), range = document.createRange()
        range.selectNode(node)
        const {x, y, width, height} = range.getBoundingClientRect(), isDrawn = Boolean(element.closest("svg"))
        const colour = numbers(isDrawn ? style.fill : style.color)
        const opacity = ancestors(element).reduce((product, each) => product * getComputedStyle(each).opacity, 1)
        if (width < 2 || height < 2 || opacity < 0.05 || isOnMark(element, colour)) return []
        const background = ancestors(element).filter(each => covers(each, x + width / 2, y + height / 2))
            .map(each => numbers(getComputedStyle(each).backgroundColor)).reverse()
            .reduce((below, layer) => over(layer, below), [255, 255, 255])
        const text = over([...colour.slice(0, 3), colour[3] * opacity], background)
        const [low, high] = [text, background].map(luminance).sort((one, other) => one - other)
        const size = isDrawn ? parseFloat(getComputedStyle(element.closest("text")).fontSize) : null
        const demanded = element.closest("[data-testid=stIconMaterial]") ? 3 : 4.5
        return [{text: node.data.trim(), contrast: high / low, size, demanded}]
    }
    const walker = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT), nodes = []
    while (walker.nextNode()) nodes.push(walker.currentNode)
    return nodes.filter(({data, parentElement}) => data.trim() && data.trim() !== "■"
        && parentElement.checkVisibility({visibilityProperty: true})
        && !parentElement.closest("style, script, noscript, :disabled, [aria-disabled=true], [data-disabled=true]")
    ).flatMap(measure)
}"""

READABLE_TEXTS = f"""() => {{
    const texts = ({TEXTS})()
    return texts.every(({{contrast, demanded}}) => contrast >= demanded) && texts
}}"""


def check_contrast(page: Page) -> None:
    """Check that every text has a contrast of 4.5:1, an icon 3:1, and that no text in a plot is smaller than 13 px."""
    try:  # what Streamlit has just drawn is still fading in
        texts = page.wait_for_function(READABLE_TEXTS, polling=250).json_value()
    except TimeoutError:
        texts = page.evaluate(TEXTS)
    assert len(texts) > 10
    pale = [f"{each['text']}: {each['contrast']:.2f}" for each in texts if each["contrast"] < each["demanded"]]
    small = [f"{each['text']}: {each['size']} px" for each in texts if each["size"] is not None and each["size"] < 13]
    assert (pale, small) == ([], [])
