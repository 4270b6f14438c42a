#!/bin/sh
# IWER, the emulated headset for tests of WebXR, tells of a finished select when the trigger goes down.
#
# Expected: the order of the WebXR Device API (section "Input events"): `selectstart` when the trigger goes down; when it
#   comes up `select`, then `selectend`.
# Seen with iwer 2.5.0: `select`, then `selectstart`, both when the trigger goes down; only `selectend` when it comes up.
#   A page that plays on `select`, and takes along what is held between `selectstart` and `selectend`, does both at once in
#   the emulated headset and never in a real one.
# What segue does: it listens to `selectstart` and `selectend` only, and decides by itself what was a press.
# Exits 0 while this is so, 1 when it has changed. Needs node and npm. What IWER asks of a browser is stood in for: the
# order is made by its session alone.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" iwer@2.5.0 >/dev/null
cat >look.mjs <<'JAVASCRIPT'
const element = () => ({
  style: {}, dataset: {}, classList: { add() {} }, appendChild() {}, setAttribute() {}, addEventListener() {},
});
const waiting = [];
class Picture {
  canvas = element();
  drawingBufferWidth = 100;
  drawingBufferHeight = 100;
  getParameter = () => 0;
  bindFramebuffer() {}
  clear() {}
  clearColor() {}
  clearDepth() {}
  clearStencil() {}
}
Object.assign(globalThis, {
  window: globalThis,
  document: { createElement: element, body: element(), addEventListener() {}, visibilityState: "visible" },
  localStorage: { getItem: () => null, setItem() {} },
  requestAnimationFrame: (draw) => waiting.push(draw),
  cancelAnimationFrame() {},
  WebGLRenderingContext: Picture,
  WebGL2RenderingContext: Picture,
});
Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true, writable: true });

const { XRDevice, metaQuest3 } = await import("iwer");
const device = new XRDevice(metaQuest3);
device.installRuntime({ forceInstall: true });
const session = await navigator.xr.requestSession("immersive-vr");
await session.updateRenderState({ baseLayer: new XRWebGLLayer(session, new Picture()) });
session.requestAnimationFrame(function again() {
  session.requestAnimationFrame(again);
});
const draw = () => {
  for (let n = 0; n < 3; n += 1) for (const each of waiting.splice(0)) each(performance.now());
};

const told = [];
for (const kind of ["selectstart", "select", "selectend"]) session.addEventListener(kind, () => told.push(kind));
draw();
device.controllers.right.updateButtonValue("trigger", 1);
draw();
const pressed = told.splice(0).join(", ");
device.controllers.right.updateButtonValue("trigger", 0);
draw();
const released = told.join(", ");
console.log("iwer 2.5.0, the trigger goes down:", pressed, "- comes up:", released);
process.exit(pressed === "select, selectstart" && released === "selectend" ? 0 : 1);
JAVASCRIPT
node look.mjs
