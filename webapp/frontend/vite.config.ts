import { defineConfig } from "vitest/config";

const backend = "http://127.0.0.1:8080";
const TESTS = ["tests/**/*.test.ts", "tests/**/*.test.tsx"];
/** Tests whose answers hold bytes: happy-dom does not know another context's arrays for arrays. */
const BINARY_ANSWERS = ["tests/room/running.test.ts", "tests/room/versions.test.ts"];

export default defineConfig({
  base: "/static/",
  build: {
    outDir: "../static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    // The chart engine is one piece; scripts/check_sizes.ts holds it to its budget.
    chunkSizeWarningLimit: 600,
    // A file of its own: it changes seldom, and benchmarks tell what it does from what the room does.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "three", test: /node_modules\/three\// }] } } },
  },
  server: {
    proxy: {
      "/api": backend,
      "/audio": backend,
      "/covers": backend,
      "/predict": { target: backend, bypass: ({ method }) => (method === "GET" ? "/static/index.html" : undefined) },
      "/predicted": backend,
      "/prediction": backend,
      "/socket.io": { target: backend, ws: true },
    },
  },
  test: {
    // Most tests need no page; those that do say so in their first line. To make one takes longer than most files.
    environment: "node",
    projects: [
      // A context for each file instead of a thread: a third of the work.
      { extends: true, test: { name: "contexts", pool: "vmThreads", include: TESTS, exclude: BINARY_ANSWERS } },
      { extends: true, test: { name: "threads", pool: "threads", include: BINARY_ANSWERS } },
    ],
  },
});
