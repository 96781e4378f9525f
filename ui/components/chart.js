// A Plotly figure that stays when its data changes: Plotly.react redraws it in place.

const decoder = new TextDecoder()
let loading

const loadPlotly = address => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = address
    script.onload = () => resolve(window.Plotly)
    script.onerror = reject
    document.head.append(script)
})

// The colours and the font of Streamlit's theme, which our figures leave open.
const themeOf = style => {
    const value = name => style.getPropertyValue(name).trim()
    return {
        font: value("--st-font"),
        text: value("--st-text-color"),
        background: value("--st-background-color"),
        line: value("--st-border-color") || "#80808040",
    }
}

const themed = ({ font, text, background, line }) => {
    const axis = { gridcolor: line, zerolinecolor: line, linecolor: line, automargin: true, ticks: "" }
    const scene = { ...axis, backgroundcolor: "rgba(0,0,0,0)", color: text }
    return {
        layout: {
            font: { family: font, color: text, size: 13 },
            paper_bgcolor: "rgba(0,0,0,0)",
            plot_bgcolor: "rgba(0,0,0,0)",
            margin: { t: 24, b: 24, l: 24, r: 24 },
            xaxis: axis,
            yaxis: axis,
            scene: { xaxis: scene, yaxis: scene, zaxis: scene },
            hoverlabel: { bgcolor: background, bordercolor: line, font: { color: text, size: 13 } },
            title: { font: { size: 16 } },
        },
    }
}

const channels = colour => [1, 3, 5].map(place => parseInt(colour.slice(place, place + 2), 16))

const luminance = colour => {
    const [red, green, blue] = colour.map(value => value / 255)
        .map(share => share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
}

const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((first, second) => first - second)
    return high / low
}

// A function that moves a text's colour towards that of the theme's text until it can be read on the theme's background.
// Dark and white texts stand on tiles and marks of their own, the same in both themes.
const readable = theme => {
    const [text, background] = [theme.text, theme.background].map(channels)
    const mixed = (colour, share) => colour.map((value, place) => Math.round(value + share * (text[place] - value)))
    return colour => {
        if (!/^#[0-9a-f]{6}$/.test(colour) || colour === "#1a1a1a" || colour === "#ffffff") return colour
        const shares = [...Array(21).keys()].map(step => step / 20)
        const share = shares.find(each => contrast(mixed(channels(colour), each), background) >= 4.5) ?? 1
        return `rgb(${mixed(channels(colour), share)})`
    }
}

const PROJECTOR = "(min-width: 1600px) and (min-height: 1000px)"  // texts of 13 px are drawn with 16 there
const VALUES = new Set(["x", "y", "z", "customdata", "hovertext", "marker"])  // they hold no text that is drawn

// Change all texts of a figure in place: their colours by `recolour`, and their sizes by the factor `scale`.
const adaptTexts = (part, recolour, scale) => {
    for (const [name, value] of Object.entries(part)) {
        if (VALUES.has(name) || value === null) continue
        if (typeof value === "string") {
            // A square in a key, which has a size of its own, shows the colour of a mark as it is.
            part[name] = value.replace(/color:(#[0-9a-f]{6})(?=')/g, (_, colour) => `color:${recolour(colour)}`)
        } else if (typeof value === "object") {
            if (name.endsWith("font")) {
                if (value.color) value.color = [value.color].flat().map(recolour)
                if (value.color?.length === 1) [value.color] = value.color
                if (value.size) value.size *= scale
            } else adaptTexts(value, recolour, scale)
        }
    }
}

// Plotly halves the opacity of the name of a hidden trace, which can then hardly be read.
const strengthen = plot => plot.querySelectorAll(".traces").forEach(entry => {
    if (entry.style.opacity === "0.5") entry.style.opacity = 0.75
})

// Many fonts have no sign for it.
const FULL_SCREEN = `<svg viewBox="0 0 16 16" width="11" height="11" fill="none" stroke="currentColor" stroke-width="2">
    <path d="M1 5V1h4M11 1h4v4M15 11v4h-4M5 15H1v-4"/></svg>`

// Plotly writes negative numbers of hover texts with a hyphen. Its locales have no minus sign, and each drawing makes
// the functions that write numbers anew.
const withMinus = ({ _fullLayout: layout }) => {
    const locale = layout?._d3locale
    if (!locale || locale.hasMinus) return
    const numberFormat = format => {
        const write = locale.numberFormat(format)
        return value => write(value).replace("-", "−")
    }
    layout._d3locale = { ...locale, numberFormat, hasMinus: true }
}

// For a new frame, Plotly first removes the layers of all traces that cannot move smoothly, such as maps, and draws them
// again a moment later. The browser may show the figure in between. Layers that are put back stay until they are redrawn.
const keepLayers = plot => new MutationObserver(changes => {
    if (!plot._transitioning) return
    for (const { target, removedNodes, nextSibling } of changes.reverse()) {
        for (const node of removedNodes) {
            if (!node.classList?.contains("mlayer") || !target.isConnected) continue
            target.insertBefore(node, nextSibling?.parentNode === target ? nextSibling : null)
        }
    }
}).observe(plot, { childList: true, subtree: true })

// A slide of a lecture: white, with the texts of the figure enlarged as much as the figure itself.
const SLIDE = { width: 1920, height: 1080 }  // px
const MIN_HEIGHT = 420  // px that a figure is given before it is enlarged: texts of 13 px become 33
// The page's own font is not in an image file, where other letters would need more room than it was laid out with.
const PAPER = { font: "Arial, Liberation Sans, Helvetica, sans-serif", text: "#31333f", background: "#ffffff", line: "#d9dade" }

// Draw the figure anew, out of sight, as it is now: hidden traces stay hidden, an animation shows its frame, and a map
// is shaded as the reader has chosen.
const drawSlide = async ({ spec, plot }, place, size) => {
    const { data, layout, frames = [] } = structuredClone(spec.figure)
    const slider = plot._fullLayout.sliders?.[0]
    layout.template = themed(PAPER)
    layout.template.layout.paper_bgcolor = layout.template.layout.plot_bgcolor = PAPER.background
    data.forEach((trace, number) => {
        const { visible, contours } = plot._fullData[number]
        trace.visible = visible
        if (trace.contours) trace.contours.coloring = contours.coloring
    })
    await window.Plotly.newPlot(place, { data, layout: { ...layout, ...size, updatemenus: [] }, frames })
    if (slider) {
        const now = { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } }
        await window.Plotly.animate(place, slider.steps[slider.active].args[0], now)
    }
}

// Call `use` with a place out of sight in which the figure is drawn anew, with this size in px.
const withCopy = async (chart, size, use) => {
    const place = document.createElement("div")
    Object.assign(place.style, { position: "fixed", left: "-9999px", width: `${size.width}px`, height: `${size.height}px` })
    document.body.append(place)
    try {
        await drawSlide(chart, place, size)
        return await use(place)
    } finally {
        window.Plotly.purge(place)
        place.remove()
    }
}

const saveSlide = (chart, format, filename) => {
    const { clientWidth } = chart.plot, isTall = chart.spec.height > 1.5 * clientWidth  // panels in a column
    const height = Math.max(MIN_HEIGHT, chart.spec.height)
    const scale = isTall ? 2 : SLIDE.height / height  // a column that fits a slide could not be read
    const size = { width: isTall ? clientWidth : SLIDE.width / scale, height }
    return withCopy(chart, size, place => window.Plotly.downloadImage(place, { format, filename, ...size, scale }))
}

// The address of a picture of the figure, black on white, for the view to print.
const pictureOf = async (chart, width) => {
    await loading
    const size = { width, height: chart.spec.height }
    return withCopy(chart, size, place => window.Plotly.toImage(place, { format: "svg", ...size }))
}

const button = (label, content, act) => {
    const made = document.createElement("button")
    Object.assign(made, { type: "button", innerHTML: content, title: label, onclick: act })
    made.setAttribute("aria-label", label)
    Object.assign(made.style, {
        border: "1px solid var(--st-border-color)", borderRadius: "var(--st-base-radius)", cursor: "pointer",
        background: "var(--st-background-color)", color: "var(--st-text-color)", font: "12px var(--st-font)",
        padding: "2px 6px",
    })
    return made
}

const build = parent => {
    const frame = document.createElement("div"), plot = document.createElement("div"), tools = document.createElement("div")
    Object.assign(frame.style, { position: "relative", background: "var(--st-background-color)" })
    // Only its change matters: a new theme is noticed by it.
    Object.assign(plot.style, { color: "var(--st-text-color)", transition: "color 1ms", transformOrigin: "0 0" })
    Object.assign(tools.style, { position: "absolute", top: 0, right: 0, display: "flex", gap: "4px", opacity: 0 })
    plot.className = "nnkit-chart"
    plot.translate = false  // what a translator puts in the place of a text is not drawn in a picture
    frame.append(plot, tools)
    parent.replaceChildren(frame)
    keepLayers(plot)
    const save = format => saveSlide(parent.chart, format, parent.name)
    tools.append(
        button("Save for a slide as PNG, an image of dots", "PNG", () => save("png")),
        button("Save for a slide as SVG, which stays sharp at every size", "SVG", () => save("svg")),
        button("Full screen", FULL_SCREEN, () => document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen()),
    )
    const reveal = shown => () => { tools.style.opacity = shown || tools.contains(document.activeElement) ? 1 : 0 }
    frame.addEventListener("pointerenter", event => event.pointerType === "mouse" && reveal(true)())
    frame.addEventListener("pointerleave", reveal(false))
    tools.addEventListener("focusin", reveal(true))
    tools.addEventListener("focusout", () => setTimeout(reveal(false)))
    return { frame, plot, tools }
}

// Buttons that would cover a legend or a title in the upper right corner go to the lower one.
const placeTools = ({ plot, tools }) => {
    Object.assign(tools.style, { top: 0, bottom: "auto" })
    const own = tools.getBoundingClientRect()
    const covers = ({ left, right, top, bottom }) =>
        left < own.right && right > own.left && top < own.bottom && bottom > own.top
    const texts = [...plot.querySelectorAll(".legend text, .annotation text, .updatemenu-button")]
    if (texts.some(text => covers(text.getBoundingClientRect()))) Object.assign(tools.style, { top: "auto", bottom: 0 })
}

// Keys for what Plotly gives to the mouse alone: buttons, an animation's slider, and marks that can be clicked.
const keys = chart => event => {
    const { plot } = chart, slider = plot._fullLayout?.sliders?.[0]
    const pressed = event.target.closest(".updatemenu-button")
    if (pressed && (event.key === "Enter" || event.key === " ")) {
        pressed.dispatchEvent(new MouseEvent("click", { bubbles: true }))
    } else if (slider) {
        const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
        const last = slider.steps.length - 1
        const target = { Home: 0, End: last }[event.key]
            ?? (direction && Math.min(Math.max(slider.active + direction, 0), last))
        if (target !== undefined) window.Plotly.animate(plot, ...slider.steps[target].args)
        else if (event.key === " ") toggle(chart)
        else return
    } else if (chart.clickable) {
        const marks = clickable(plot)
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
        if (!marks.length) return
        if (step) {
            const before = chart.mark ?? (step > 0 ? -1 : 0)  // the first arrow chooses the first or the last mark
            chart.mark = (before + step + marks.length) % marks.length
            window.Plotly.Fx.hover(plot, [marks[chart.mark]])
        } else if (event.key === "Enter" && chart.mark !== undefined) chart.choose(pointAt(plot, marks[chart.mark]))
        else return
    } else return
    event.preventDefault()
}

const toggle = ({ plot }) => {
    const [play, pause] = plot._fullLayout.updatemenus?.[0]?.buttons ?? []
    const running = plot._transitionData?._animationRaf
    const chosen = running ? pause : play
    if (chosen) window.Plotly.animate(plot, ...chosen.args)
}

const clickable = plot => plot._fullData.flatMap(({ customdata, index, visible }) =>
    customdata && visible === true ? [...customdata].map((_, pointNumber) => ({ curveNumber: index, pointNumber })) : [])

const pointAt = (plot, { curveNumber, pointNumber }) => plot._fullData[curveNumber].customdata[pointNumber]

const plain = value => ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value, plain) : value

const set = (element, attributes) =>
    Object.entries(attributes).forEach(([name, value]) => element?.setAttribute(name, value))

const describe = chart => {
    const { plot, alt } = chart, slider = plot._fullLayout?.sliders?.[0]
    set(plot, { role: slider ? "group" : chart.clickable ? "application" : "img", "aria-label": alt })
    if (chart.clickable) plot.tabIndex = 0
    else plot.removeAttribute("tabindex")
    for (const made of plot.querySelectorAll(".updatemenu-button")) {
        set(made, { role: "button", tabindex: 0, "aria-label": made.textContent })
    }
    if (!slider) return
    const { active, steps, currentvalue } = slider
    const name = currentvalue?.prefix?.replace(/[:=\s]+$/, "") || "epoch"
    set(plot.querySelector(".slider-group"), {
        role: "slider", tabindex: 0, "aria-label": name, "aria-valuemin": 0, "aria-valuemax": steps.length - 1,
        "aria-valuenow": active, "aria-valuetext": `${name} ${steps[active]?.label}`,
    })
}

// Two drawings of a plot at the same time would leave its legend where only one of them had room for it.
const redraw = chart => {
    const draw = () => render(chart)
    return chart.drawing = (chart.drawing ?? Promise.resolve()).then(draw, draw)
}

// Plotly looks at its width when the window's changes. In present mode, controls come and go beside a figure.
const fit = chart => {
    const { plot, spec } = chart, width = plot._fullLayout?.width, isSeen = plot.checkVisibility() && plot.clientWidth > 0
    if (spec.scale > 1 && width && isSeen && Math.abs(width - plot.clientWidth) > 1) redraw(chart)
}

async function render(chart) {
    const { spec, plot } = chart
    const { data, layout, frames = [] } = structuredClone(spec.figure)
    const theme = themeOf(getComputedStyle(plot))
    layout.template = themed(theme)
    // Animations and rows of panels are laid out to the pixel: larger texts would cover each other there.
    const isEnlarged = spec.scale > 1  // as a whole, with its texts
    const scale = !isEnlarged && matchMedia(PROJECTOR).matches && !layout.sliders && !layout.legend2 ? 16 / 13 : 1
    adaptTexts({ data, layout, frames }, readable(theme), scale)
    for (const side in layout.margin ?? {}) layout.margin[side] *= scale
    for (const text of layout.annotations ?? []) text.yshift = (text.yshift ?? 0) * scale
    const full = document.fullscreenElement === chart.frame
    layout.height = full ? window.innerHeight / spec.scale : spec.height
    plot.style.height = `${layout.height}px`
    layout.autosize = true
    await window.Plotly.react(plot, { data, layout, frames, config: { ...spec.config, responsive: true } })
    if (!chart.listens) {
        chart.listens = true
        plot.on("plotly_click", ({ points }) => {
            const clicked = points.find(({ customdata }) => customdata !== undefined)
            if (chart.clickable && clicked) chart.choose(clicked.customdata)
        })
        plot.on("plotly_afterplot", () => strengthen(plot))
        plot.on("plotly_beforehover", () => withMinus(plot))
        for (const event of ["plotly_sliderchange", "plotly_animated"]) plot.on(event, () => describe(chart))
        plot.addEventListener("keydown", keys(chart))
        plot.addEventListener("transitionend", ({ propertyName, target }) => {
            if (target === plot && propertyName === "color") redraw(chart)
        })
        const fill = () => redraw(chart)
        document.addEventListener("fullscreenchange", fill)
        const watch = new ResizeObserver(() => fit(chart))
        watch.observe(chart.frame)
        chart.close = () => {
            watch.disconnect()
            document.removeEventListener("fullscreenchange", fill)
            window.Plotly.purge(plot)
        }
    }
    strengthen(plot)
    describe(chart)
    placeTools(chart)
}

export async function draw({ data, parentElement, setTriggerValue }, plotly) {
    const spec = JSON.parse(decoder.decode(data)), chart = parentElement.chart ??= build(parentElement)
    parentElement.name = spec.name
    Object.assign(chart, { spec, alt: spec.alt, clickable: spec.clickable, mark: undefined })
    chart.choose = point => setTriggerValue("clicked", plain(point))
    chart.plot.picture = width => pictureOf(chart, width)
    // Before there is anything to see: nothing below moves later.
    chart.plot.style.height = `${spec.height}px`
    chart.frame.style.height = spec.scale > 1 ? `${spec.scale * spec.height}px` : ""
    chart.frame.style.width = spec.width ? `${spec.scale * spec.width}px` : "100%"
    // Its texts, lines and marks grow with it. Plotly takes a transformation into account when the mouse moves.
    Object.assign(chart.plot.style, {
        width: `${100 / spec.scale}%`, transform: spec.scale > 1 ? `scale(${spec.scale})` : "none",
    })
    try {
        await loadPlotly(plotly)
    } catch {
        setTriggerValue("failed", true)
        return
    }
    if (chart.spec === spec) await redraw(chart)
}
