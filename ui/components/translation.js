// A translator such as Chrome's replaces each text node of the page by <font><font>translation</font></font>. React keeps
// the text node, which is no longer in the document: it changes the node's text, and the page keeps the old words, or it
// removes the node, and the browser throws NotFoundError. So here each text node is remembered together with the element
// that stands in its place. When React changes the text, the whole sentence becomes React's own again, and the translator
// translates it anew. When React removes the text or inserts something before it, that element is meant.
const followTranslators = () => {
    const standIns = new WeakMap(), originals = new WeakMap()  // from a text to the <font> in its place, and back
    const pair = (text, font) => standIns.set(text, font) && originals.set(font, text)

    // A translator may replace in one step, or insert its element beside the text and then remove the text.
    const note = records => {
        for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records) {
            for (const text of removedNodes) {
                if (text.nodeType !== Node.TEXT_NODE) continue
                const font = [...addedNodes, previousSibling, nextSibling].find(
                    node => node?.localName === "font" && !originals.has(node)
                )
                if (font) pair(text, font)
            }
        }
    }
    const observer = new MutationObserver(note)
    observer.observe(document, { childList: true, subtree: true })
    const standInOf = text => {
        note(observer.takeRecords())
        return standIns.get(text)
    }

    // Translated word by word beside untranslated ones, a sentence would be wrong: so all of it is given back.
    const giveBack = text => {
        const sentence = standInOf(text)?.parentElement?.closest(":not(strong, em, code, a, span, font)")
        for (const font of sentence?.querySelectorAll("font") ?? []) {
            if (originals.has(font)) font.replaceWith(originals.get(font))
        }
    }
    const isReplaced = (node, parent) => node?.nodeType === Node.TEXT_NODE && node.parentNode !== parent
    const placeOf = (text, parent) => {
        const font = standInOf(text)
        return font?.parentNode === parent ? font : null
    }

    // What was translated before this script came may be old already.
    const isFont = ({ localName }) => localName === "font"
    for (const parent of new Set([...document.querySelectorAll(":not(font) > font")].map(font => font.parentElement))) {
        const replaced = textsOf(parent).filter(text => isReplaced(text, parent)), fonts = [...parent.children].filter(isFont)
        if (replaced.length === fonts.length) replaced.forEach((text, place) => pair(text, fonts[place]))
        replaced.forEach(giveBack)
    }

    const { removeChild, insertBefore } = Node.prototype
    Node.prototype.removeChild = function (child) {
        if (!isReplaced(child, this)) return removeChild.call(this, child)
        placeOf(child, this)?.remove()
        return child
    }
    Node.prototype.insertBefore = function (node, next) {
        return insertBefore.call(this, node, isReplaced(next, this) ? placeOf(next, this) : next)
    }
    const { get, set } = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue")
    Object.defineProperty(Text.prototype, "nodeValue", {
        configurable: true,
        enumerable: true,
        get,
        set(value) {
            set.call(this, value)
            if (!this.parentNode || this.parentNode.localName === "font") giveBack(this)
        },
    })
}

// React's texts directly below an element, from its own records.
const textsOf = parent => {
    const record = Object.keys(parent).find(name => name.startsWith("__reactFiber$")), found = []
    const collect = fiber => {
        for (; fiber; fiber = fiber.sibling) {
            if (fiber.stateNode instanceof Text) found.push(fiber.stateNode)
            else if (!(fiber.stateNode instanceof Element)) collect(fiber.child)
        }
    }
    collect(parent[record]?.child)
    return found
}

export default () => {
    if (document.followsTranslators) return  // of this module there may be several in one window
    document.followsTranslators = true
    followTranslators()
}
