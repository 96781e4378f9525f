// Draws the figures of a report in their places, and fits them to the paper when it is printed.
(() => {
    const { template, figures } = JSON.parse(document.getElementById("figures").textContent)
    const places = [...document.querySelectorAll(".plot")]
    const config = { displaylogo: false, displayModeBar: false, doubleClick: false, showTips: false, responsive: true }
    const size = place => ({ width: place.clientWidth, height: parseInt(place.style.height) })
    const fit = () => places.map(place => Plotly.relayout(place, size(place)))
    const drawn = places.map((place, number) => {
        const { data, layout } = figures[number]
        return Plotly.newPlot(place, data, { ...layout, template, ...size(place) }, config)
    })
    // A browser lays a page out for paper only after this, when figures can no longer be drawn.
    addEventListener("beforeprint", () => {
        document.body.classList.add("printed")
        fit()
    })
    addEventListener("afterprint", () => {
        document.body.classList.remove("printed")
        fit()
    })
    for (const link of document.querySelectorAll(".link a")) link.textContent = link.href
    Promise.all(drawn).then(() => { document.body.dataset.drawn = figures.length })
})()
