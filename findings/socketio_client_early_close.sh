#!/bin/sh
# socket.io-client does not notice a connection that the server opens and closes before its first word.
#
# Expected: a websocket that is closed, cleanly, between "101 Switching Protocols" and the Engine.IO handshake (a server
#   that is being stopped does so) is reported at once as `connect_error` and tried again, as a refused one is.
# Seen with socket.io-client 4.8.4: the transport says "close", but the manager listens only for "error" until the
#   handshake has come. No event reaches the application; after `timeout` (20 s by default) comes "connect_error: timeout",
#   and only then another attempt. The page says "connecting" all that time.
# What segue does: it looks at the engine itself and connects again (`webapp/frontend/src/state/stream/early_ends.ts`).
# Exits 0 while this is so, 1 when it has changed. Needs node and npm. The time limit is set to 3 s to be quick.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" socket.io-client@4.8.4 ws@8.18.0 >/dev/null
cat >look.cjs <<'JAVASCRIPT'
const { WebSocketServer } = require("ws");
const { io } = require("socket.io-client");
const { version } = require("socket.io-client/package.json");

const LIMIT_MS = 3000;
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, () => {
  const began = Date.now();
  const since = () => Date.now() - began;
  let closedAt;
  server.on("connection", (socket) => socket.close(1001));
  console.log("socket.io-client", version);
  const client = io(`http://127.0.0.1:${server.address().port}`, { transports: ["websocket"], timeout: LIMIT_MS });
  client.io.engine.on("close", (reason) => {
    closedAt = since();
    console.log("the engine below says: close,", reason, "- after less than a second:", closedAt < 1000);
  });
  client.on("disconnect", () => console.log("disconnect"));
  client.on("connect_error", (error) => {
    const isLate = closedAt < 1000 && since() >= LIMIT_MS - 50;
    console.log("the application is told:", error.message, "- only after the time limit:", isLate);
    process.exit(isLate && error.message === "timeout" ? 0 : 1);
  });
});
JAVASCRIPT
node look.cjs
