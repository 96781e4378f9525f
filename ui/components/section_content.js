// What a section of the app shows, as plain elements for paper: texts, tables, figures, and the settings of its controls.
//
// It is read from the section as it is drawn, in this window or in another one, by the names that Streamlit gives to its
// elements for tests. So no section has to be described a second time.

const WIDE = 720  // px that a figure is drawn with at least before it is fitted to the paper
const FLAT = 16 / 9  // a figure that is higher than that, such as one with many panels, is drawn wider
const ROOM = 1.1  // by which a smaller one is drawn wider than in the app, whose letters are narrower
const KEPT = new Set("P UL OL LI STRONG EM B I CODE PRE BR TABLE THEAD TBODY TR TH TD BLOCKQUOTE HR DEL SUP SUB".split(" "))
const byId = id => `[data-testid=${id}]`
const LEFT_OUT = ["h1", "button", "canvas", "svg", "style", "[aria-hidden=true]", "span[role=img]", "[class*='-sections ']", "[class$='-sections']",
    "[data-stale=true]", ...["stIconMaterial", "stButton", "stDownloadButton", "stLinkButton", "stPopover", "stFileUploader",
        "stProgress", "stSpinner", "stToast"].map(byId)].join(", ")
const CONTROLS = new Set(["stSlider", "stSelectbox", "stButtonGroup", "stRadio", "stNumberInput", "stCheckbox", "stTextInput",
    "stTextArea", "stMultiSelect"])

export const made = (tag, properties = {}, ...content) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...content)
    return element
}

const words = node => node?.textContent.replace(/\s+/g, " ").trim() ?? ""

// Copies of the nodes in an element: texts with their lists and marks. What was a link is read as its words, and an icon
// is left out, whose name would be read.
const copied = element => [...element.childNodes].flatMap(node => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data]
    if (node.nodeType !== Node.ELEMENT_NODE) return []
    if (node.classList.contains("katex")) return [formula(node)]
    if (node.matches(LEFT_OUT)) return []
    if (/^H[1-6]$/.test(node.nodeName)) return [made("h4", {}, ...copied(node))]
    return KEPT.has(node.nodeName) ? [made(node.nodeName, {}, ...copied(node))] : copied(node)
})

// A formula as MathML, which browsers draw without the fonts of the app.
const formula = katex => {
    const math = document.importNode(katex.querySelector("math"), true)
    math.querySelector("annotation")?.remove()
    return math
}

const valueOf = control => {
    const chosen = [...control.querySelectorAll("[aria-checked=true], [aria-pressed=true], [role=row], input[type=radio]:checked")]
    const thumbs = [...control.querySelectorAll(byId("stSliderThumbValue"))]
    const field = control.querySelector("textarea, input")
    if (thumbs.length) return thumbs.map(words).join(" to ")
    if (chosen.length && field?.type !== "checkbox") return chosen.map(each => words(each.closest("label") ?? each)).join(", ")
    if (field?.type === "checkbox") return field.checked ? "on" : "off"
    return field?.value.replace(/^-/, "−") || "none"
}

// Such a table has the numbers themselves, not as they are written on the canvas.
const written = text => /^-?\d*\.\d{5,}(e-?\d+)?$/.test(text) ? String(Number(Number(text).toPrecision(4))) : text

const table = (head, rows) => made("div", { className: "wide" }, made("table", {},
    made("thead", {}, made("tr", {}, ...head.map(cell => made("th", {}, cell)))),
    made("tbody", {}, ...rows.map(row => made("tr", {}, ...row.map(cell => made("td", {}, cell)))))))

// A table that is drawn on a canvas. Beside it stands one for screen readers, which has the rows that are in sight.
const gridTable = grid => {
    const head = [...grid.querySelectorAll("[role=columnheader]")].map(words)
    const rows = [...grid.querySelectorAll("tbody [role=row]")].map(row => [...row.querySelectorAll("[role=gridcell]")]
        .map(cell => written(words(cell)).replace(/^-(?=\d)/, "−")))
    const all = Number(grid.getAttribute("aria-rowcount")) - 1, parts = [table(head, rows)]
    if (all > rows.length) parts.push(made("p", {}, `The table has ${all.toLocaleString("en")} rows; these are the ones in sight.`))
    return parts
}

const widthOf = (plot, kind, isInColumn) => {
    const isTall = plot.clientHeight > 1.5 * plot.clientWidth  // panels in a column, as on a phone
    if (kind !== "wide" || isInColumn || isTall) return ROOM * plot.clientWidth
    return Math.max(WIDE, Math.min(plot.clientWidth, FLAT * plot.clientHeight))
}

const figure = async (plot, isInColumn) => {
    const share = plot.clientWidth / plot.closest(byId("stVerticalBlock")).clientWidth
    const kind = share > 0.7 ? "wide" : share > 0.4 ? "half" : "third"
    const image = made("img", { src: await plot.picture(widthOf(plot, kind, isInColumn)), alt: plot.getAttribute("aria-label") })
    await image.decode()
    return made("figure", { className: kind }, image)
}

// Columns stand side by side on paper too. Those in which there are only controls take no room.
const takeColumns = async (row, content) => {
    const columns = made("div", { className: "columns" })
    for (const column of row.children) {
        const inside = Object.assign(new Content(content.settings), { isInColumn: true })
        await take(column, inside)
        if (!inside.parts.length) continue
        const share = column.clientWidth / row.clientWidth
        columns.append(made("div", { className: share > 0.6 ? "most" : share > 0.4 ? "half" : "third" }, ...inside.parts))
    }
    if (columns.children.length > 1) content.add(columns)
    else content.add(...columns.firstChild?.childNodes ?? [])
}

const TAKEN = {
    stMarkdown: (element, content) => content.add(...copied(element)),
    stText: (element, content) => content.add(made("p", {}, words(element))),
    stAlert: (element, content) => content.add(made("blockquote", {}, ...copied(element))),
    stCode: (element, content) => content.add(made("pre", {}, element.querySelector("code").textContent)),
    stTable: (element, content) => content.add(made("div", { className: "wide" }, ...copied(element))),
    stMetric: (element, content) => content.add(made("p", { className: "metric" },
        words(element.querySelector(byId("stMetricLabel"))), made("strong", {}, words(element.querySelector(byId("stMetricValue")))),
        words(element.querySelector(byId("stMetricDelta"))))),
    stDataFrame: (element, content) => {
        const grid = element.querySelector("[role=grid]")
        if (grid) content.add(...gridTable(grid))
    },
    stExpander: async (element, content) => {
        const open = element.querySelector("details").open
        if (open) content.add(made("h4", {}, words(element.querySelector(`summary ${byId("stMarkdownContainer")}`))))
        await take(element.querySelector(byId("stExpanderDetails")), open ? content : content.settingsAlone)
    },
    stImage: async (element, content) => {
        for (const { src, alt } of element.querySelectorAll("img")) {
            const image = made("img", { src, alt })
            await image.decode()
            content.add(made("figure", { className: "half" }, image))
        }
    },
}

const isBlank = canvas => {
    if (!canvas.width) return true
    const [first, ...pixels] = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)
    return pixels.every(pixel => pixel === first)
}

// A component with styles of its own: a text with marked words, or a drawing.
const takeIsolated = async (root, content) => {
    const text = root.querySelector(".text")
    if (text) content.add(made("p", { className: "marked" }, ...[...text.childNodes].map(node => {
        const word = document.importNode(node, true)
        word.removeAttribute?.("title")
        return word
    })))
    const drawing = root.querySelector("canvas")
    if (drawing && !isBlank(drawing)) {
        const image = made("img", { src: drawing.toDataURL(), alt: drawing.getAttribute("aria-label") ?? "" })
        await image.decode()
        content.add(made("figure", { className: "third" }, image))
    }
}

const take = async (element, content) => {
    for (const child of element?.children ?? []) {
        const id = child.dataset?.testid
        if (child.matches(LEFT_OUT)) continue
        if (CONTROLS.has(id)) content.settings.set(words(child.querySelector(byId("stWidgetLabel"))), valueOf(child))
        else if (TAKEN[id]) await TAKEN[id](child, content)
        else if (id === "stHorizontalBlock" && child.querySelector(`:scope > ${byId("stColumn")}`)) await takeColumns(child, content)
        else if (content.readsSettingsAlone) await take(child, content)
        else if (child.picture) content.add(await figure(child, content.isInColumn))
        else if (child.shadowRoot) await takeIsolated(child.shadowRoot, content)
        else await take(child, content)
    }
}

// Collects elements. Figures that follow each other stand side by side, and so do metrics.
class Content {
    constructor(settings = new Map()) {
        Object.assign(this, { parts: [], settings })
    }

    add(...elements) {
        for (const element of elements) {
            const row = { FIGURE: "figures", P: element.className === "metric" && "metrics" }[element.nodeName]
            if (!row) this.parts.push(element)
            else if (this.parts.at(-1)?.className === row) this.parts.at(-1).append(element)
            else this.parts.push(made("div", { className: row }, element))
        }
    }

    // What is in a closed part of the section is not on paper, but for what its controls are set to.
    get settingsAlone() {
        return Object.assign(new Content(this.settings), { readsSettingsAlone: true })
    }
}

const settingsList = settings => made("div", { className: "facts" }, made("h4", {}, "Settings"),
    made("dl", {}, ...[...settings].map(([name, value]) => made("div", {}, made("dt", {}, name), made("dd", {}, value)))))

// The section that is open in a document of the app, as elements for paper.
export const contentOf = async source => {
    const content = new Content()
    await take(source.querySelector(byId("stMain")), content)
    return content.settings.size ? [...content.parts, settingsList(content.settings)] : content.parts
}
