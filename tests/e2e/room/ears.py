"""What tests hear: the places that Web Audio is given, and the audio elements of the neighbours."""

HEAR = """
window.panners = []
const Made = window.PannerNode
window.PannerNode = class extends Made {
    constructor(...how) {
        super(...how)
        panners.push(this)
    }
}
window.side = (at) => ['positionX', 'positionY', 'positionZ'].map((axis) => panners[at][axis].value)
window.neighbours = []
const make = document.createElement.bind(document)
document.createElement = (name, ...how) => {
    const made = make(name, ...how)
    if (name === 'audio') queueMicrotask(() => 'neighbour' in made.dataset && neighbours.push(made))
    return made
}
window.sounding = () => neighbours.filter((each) => !each.paused && each.currentTime > 0)
"""
"""What the page makes of Web Audio, kept where a test can look; nothing is answered in its place."""
