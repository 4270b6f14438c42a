// Notes when what happens in the page, in ms of performance.now(); `segueMarks()` hands it over, and begins anew.
(() => {
  const marks = []
  const note = (what) => marks.push([what, performance.now()])
  window.segueMarks = () => marks.splice(0)

  const rows = () => [...document.querySelectorAll('.picks > [data-key]')].map((row) => row.dataset.key).join()
  let shown = ''
  new MutationObserver(() => {
    const now = rows()
    if (now === shown) return
    shown = now
    note('changed')
    requestAnimationFrame(() => setTimeout(() => note('painted'))) // after the frame that shows it
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-key'] })

  for (const kind of ['click', 'dblclick']) addEventListener(kind, () => note(kind), true)
  const create = document.createElement
  document.createElement = function (name, ...more) {
    const made = create.call(this, name, ...more)
    if (name === 'audio') made.addEventListener('playing', () => note('sound'))
    return made
  }

  const { fetch } = window
  window.fetch = async (...asked) => {
    const isForTitles = String(asked[0]).includes('/tracks?ids=')
    const answer = await fetch(...asked)
    if (isForTitles) note('titles')
    return answer
  }
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given)
      this.addEventListener('message', ({ data }) => {
        if (data.startsWith('43/live,')) note('acknowledged')
        if (data.startsWith('42/live,["slate"')) note('slate')
      })
    }
    send(data) {
      if (data.startsWith('42/live,')) note(`sent ${[...data.matchAll(/"kind":"(\w+)"/g)].map((found) => found[1])}`)
      super.send(data)
    }
  }
})()
