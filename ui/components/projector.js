// Present mode: larger type, and keys that press what is drawn.

const FIELDS = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable=true]"
const MOVED = ["slider", "spinbutton", "radio", "radiogroup", "listbox", "combobox", "grid", "menu", "application"]
    .map(role => `[role=${role}]`).join() + ", [type=range], [type=radio], canvas"
// The header is empty in present mode. With Streamlit's margins it takes a fifth of a projector's window.
const ROOM = { stHeader: { display: "none" }, stMainBlockContainer: { padding: "0.5rem 1rem" } }
const USUAL = 16  // px, Streamlit's size of type
const SETTLE = 200  // ms; when Streamlit's part has opened, it is closed once more for a moment, and the column moves

const element = place => document.querySelector(`[data-testid=${place}]`)

// Streamlit measures its texts, controls and gaps in rem, the size of type of the whole page. So they all grow with it.
const enlarge = scale => {
    document.documentElement.style.fontSize = `${scale * USUAL}px`
    for (const [place, styles] of Object.entries(ROOM)) Object.assign(element(place)?.style ?? {}, styles)
}

const restore = () => {
    document.documentElement.style.removeProperty("font-size")
    for (const [place, styles] of Object.entries(ROOM)) {
        for (const name in styles) element(place)?.style.removeProperty(name)
    }
}

// Below a long step, the controls that a key has opened are out of sight, and what is in them arrives a little later.
// Only their column scrolls to them: the figure stays where it is.
const show = part => {
    let column = part.parentElement
    while (column && getComputedStyle(column).overflowY !== "auto") column = column.parentElement
    if (!column || column === element("stMain")) return
    const follow = () => {
        if (part.open) column.scrollTop += part.getBoundingClientRect().top - column.getBoundingClientRect().top
    }
    let again
    const observer = new ResizeObserver(() => {
        follow()
        clearTimeout(again)
        again = setTimeout(follow, SETTLE)
    })
    observer.observe(part)
    const leave = () => {
        clearTimeout(again)
        observer.disconnect()
    }
    for (const act of ["wheel", "pointerdown", "keydown"]) addEventListener(act, leave, { capture: true, once: true })
}

// What a key leads to: the first of its buttons or folded parts that is there.
const target = names => names?.map(name => `.st-key-${name.replaceAll(".", "-")}`)
    .map(place => document.querySelector(`${place} button:not(:disabled), ${place} summary`)).find(Boolean)

const follow = (event, keys) => {
    const [focused] = event.composedPath(), { key } = event
    if (event.ctrlKey || event.metaKey || event.altKey || element("stDialog") || !focused?.closest) return
    const isField = focused.closest(FIELDS), isMoved = focused.closest(MOVED)  // a field takes all keys, others arrows
    if (key === "Escape" && (isField || isMoved)) return focused.blur()  // from then on, arrows lead on
    if (isField || (isMoved && key.startsWith("Arrow"))) return
    const pressed = target(keys[key.length === 1 ? key.toLowerCase() : key])
    if (!pressed) return
    if (pressed.matches("summary")) show(pressed.parentElement)
    pressed.click()
    event.preventDefault()
    event.stopPropagation()  // Streamlit has keys of its own, such as C
}

export default ({ data: { scale, keys }, parentElement }) => {
    enlarge(scale)
    window.removeEventListener("keydown", parentElement.follow, { capture: true })
    parentElement.follow = event => follow(event, keys)
    window.addEventListener("keydown", parentElement.follow, { capture: true })
    return () => {
        window.removeEventListener("keydown", parentElement.follow, { capture: true })
        restore()
    }
}
