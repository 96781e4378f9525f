// A translator such as Chrome's replaces each text node of the page by <font><font>translation</font></font>. React keeps
// the text node, which is no longer in the document: it changes the node's text, and the page keeps the old words, or it
// removes the node, and the browser throws NotFoundError. So here each text node is remembered together with the element
// that stands in its place. When React changes the text, the whole sentence becomes React's own again, and the translator
// translates it anew. When React removes the text or inserts something before it, that element is meant.
const followTranslators = () => {
    const standIns = new WeakMap(), originals = new WeakMap()  // from a text to the <font> in its place, and back

    // A translator may replace in one step, or insert its element beside the text and then remove the text.
    const note = records => {
        for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records) {
            for (const text of removedNodes) {
                if (text.nodeType !== Node.TEXT_NODE) continue
                const font = [...addedNodes, previousSibling, nextSibling].find(
                    node => node?.localName === "font" && !originals.has(node)
                )
                if (font) standIns.set(text, font), originals.set(font, text)
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

export default () => {
    if (document.followsTranslators) return  // of this module there may be several in one window
    document.followsTranslators = true
    followTranslators()
}
