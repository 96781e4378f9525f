// Puts a section of the app, or all sections of a page, on paper.
//
// A section is taken as it is drawn in the window that opened this one. Any other is opened in a frame out of sight.

const main = document.querySelector("main"), status = document.querySelector("[role=status]")
const { contentOf, made } = await import(new URL(main.dataset.content, location))
const SECONDS = 90  // for a section to be drawn
const LOOK_MS = 200, LOOKS = 4  // it is drawn when it has stayed the same for so many looks
const FRAME = { position: "fixed", left: "-10000px", top: 0, width: "1280px", height: "900px", border: 0 }

const query = new URLSearchParams(location.search)
const page = query.get("page").replace(/\W/g, ""), isWhole = query.has("whole")
for (const name of ["page", "whole", "present"]) query.delete(name)  // a projector is no paper

const placeIn = source => JSON.parse(source?.querySelector(".nnkit-place")?.dataset.place ?? "null")
const addressOf = parameters => `./${page}${String(parameters) && `?${parameters}`}`

// The section in the window that opened this one, if it is still open there.
const inOpener = section => {
    try {
        const source = window.opener.document, place = placeIn(source)
        return place.page === page && (place.section === section || section === null) ? source : null
    } catch {  // there is none, it is closed, or it shows another site
        return null
    }
}

// A text by which two states of a document can be compared; null while something in it is still to be drawn.
const stateOf = source => {
    const isRunning = source?.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning"
    if (isRunning || !placeIn(source)) return null
    const components = [...source.querySelectorAll("[data-testid=stBidiComponentRegular]")]
    const isDrawn = each => each.querySelector(".nnkit-chart") ? each.querySelector(".main-svg") : each.textContent
    return components.every(isDrawn) ? `${components.length} ${source.body.textContent}` : null
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

// find: gives the document. looks: how often in a row it has to look the same.
const untilDrawn = async (find, looks) => {
    for (let same = 0, before = null, left = 1_000 * SECONDS; left > 0; left -= LOOK_MS) {
        const now = stateOf(find())
        same = now !== null && now === before ? same + 1 : 0
        if (now !== null && same >= looks) return find()
        before = now
        await pause(LOOK_MS)
    }
    throw new Error("The section was not drawn in time. Open it in the app, and load this page again.")
}

// Call `use` with the document in which a section is open, and its address.
const withSection = async (section, parameters, use) => {
    const source = inOpener(section)
    if (source) return use(await untilDrawn(() => source, 0), addressOf(source.location.search.slice(1)))
    const frame = Object.assign(document.createElement("iframe"), { src: addressOf(parameters), title: "the section" })
    Object.assign(frame.style, FRAME)
    document.body.append(frame)
    try {
        return await use(await untilDrawn(() => frame.contentDocument, LOOKS), addressOf(parameters))
    } finally {
        frame.remove()
    }
}

const chapterOf = async (source, address) => {
    const { section, titles } = placeIn(source), link = new URL(address, location)
    const chapter = made("section", { className: "chapter" })
    if (isWhole) chapter.append(made("h2", {}, titles[section]))
    chapter.append(made("p", { className: "link" }, made("a", { href: link.href }, link.href)), ...await contentOf(source))
    return chapter
}

const show = async (source, address) => {
    const place = placeIn(source)
    main.append(await chapterOf(source, address))
    document.title = isWhole ? place.pageTitle : `${place.pageTitle}: ${place.titles[place.section]}`
    document.querySelector("h1").textContent = document.title
    return place
}

const showWhole = async ({ section, titles }) => {
    const names = Object.keys(titles)
    main.replaceChildren()
    for (const [number, name] of names.entries()) {
        status.textContent = `Drawing section ${number + 1} of ${names.length} …`
        await withSection(name, name === section ? query : new URLSearchParams({ section: name }), show)
    }
}

const offerOther = ({ section }) => {
    const other = new URLSearchParams({ page, ...Object.fromEntries(query), section })
    if (!isWhole) other.set("whole", "")
    const label = isWhole ? "This section alone" : "All sections of the page"
    status.replaceChildren("Print this page from your browser, or save it as a PDF file. ",
        made("a", { href: `?${other}`, target: "_self" }, label))
}

try {
    const place = isWhole
        ? await withSection(query.get("section"), query, placeIn)
        : await withSection(query.get("section"), query, show)
    if (isWhole) await showWhole(place)
    offerOther(place)
} catch (error) {
    status.textContent = error.message
}
document.body.dataset.drawn = main.children.length
