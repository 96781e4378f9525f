// Draws the figures of a report in their places, and fits them to the paper when it is printed.
(() => {
    const { template, figures } = JSON.parse(document.getElementById("figures").textContent)
    const places = [...document.querySelectorAll(".plot")]
    const config = { displaylogo: false, displayModeBar: false, doubleClick: false, showTips: false }
    const draw = () => places.map((place, number) => {
        const { data, layout } = structuredClone(figures[number])  // Plotly notes in it how it has fitted the axes
        const size = { width: place.clientWidth, height: parseInt(place.style.height) }
        // A plot that is only given another size keeps its legend where it was, until it is drawn once more.
        return Plotly.newPlot(place, data, { ...layout, template, ...size }, config)
    })
    const drawn = draw()
    addEventListener("resize", draw)
    // A browser lays a page out for paper only after this, when figures can no longer be drawn.
    addEventListener("beforeprint", () => {
        document.body.classList.add("printed")
        draw()
    })
    addEventListener("afterprint", () => {
        document.body.classList.remove("printed")
        draw()
    })
    for (const link of document.querySelectorAll(".link a")) link.textContent = link.href
    Promise.all(drawn).then(() => { document.body.dataset.drawn = figures.length })
})()
