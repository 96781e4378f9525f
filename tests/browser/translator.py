"""A translator of pages like those in browsers, and whether a translated page shows what it should."""

from playwright.sync_api import Page

# It puts <font><font>text</font></font> in the place of each text, and translates what is new at once. Chrome's leaves
# pictures alone, and what asks for it. The words stay the same, so that other checks find them.
TRANSLATOR = """document.addEventListener("DOMContentLoaded", () => {
    const translate = text => {
        const parent = text.parentElement
        if (!text.data.trim() || !parent || parent.closest("font, svg, script, style, textarea, [translate=no]")) return
        const outer = document.createElement("font"), inner = document.createElement("font")
        outer.append(inner)
        inner.textContent = text.data
        parent.insertBefore(outer, text)
        parent.removeChild(text)
    }
    const translateAll = root => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), texts = []
        if (root.nodeType === Node.TEXT_NODE) texts.push(root)
        while (walker.nextNode()) texts.push(walker.currentNode)
        texts.forEach(translate)
    }
    new MutationObserver(records => records.forEach(({ target, type, addedNodes }) =>
        (type === "characterData" ? [target] : addedNodes).forEach(translateAll)
    )).observe(document.body, { characterData: true, childList: true, subtree: true })
})"""

# What React would have drawn on a page that nobody translates, and what is there, text by text. React knows nothing of
# what is inside our own components and figures: both leave it out.
TEXTS = """() => {
    const find = (node, name) => node[Object.keys(node).find(key => key.startsWith(name))]
    const main = document.querySelector("[data-testid=stMain]"), wanted = [], shown = []
    const descend = (fiber, isInside) => {
        for (; fiber; fiber = fiber.sibling) {
            const { memoizedProps: props, stateNode, tag } = fiber, isHere = isInside || stateNode === main
            if (["style", "script"].includes(fiber.type) || tag === 4) continue  // 4 is a portal: elsewhere in the page
            if (isHere && tag === 6) wanted.push(props)
            const only = tag === 5 ? props.children : null  // of an element with a single text
            if (isHere && ["string", "number"].includes(typeof only)) wanted.push(`${only}`)
            descend(fiber.child, isHere)
        }
    }
    descend(find(document.getElementById("root"), "__reactContainer").stateNode.current.child, false)
    const read = node => {
        for (const child of node.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) shown.push(child.data)
            else if (child.localName === "font") shown.push(child.textContent)
            else if (!child.matches("style, textarea") && find(child, "__reactFiber")) read(child)
        }
    }
    read(main)
    const sentences = texts => texts.map(text => text.trim()).filter(text => text)
    return [sentences(wanted), sentences(shown), main.querySelectorAll("font > font").length]
}"""


def check_translation(page: Page) -> list[str]:
    """Check that the page is translated, and that each of its texts is that of its present state; return the texts."""
    wanted, shown, translated = page.evaluate(TEXTS)
    assert shown == wanted
    assert translated > len(shown) / 2  # the others are icons, and what stands in figures
    return shown
