/** Tells that no map was ever made from a server that is busy or away. */
import { ApiProblem } from "../../api/client";

/** Other things are not ready either, with other commands; only this one makes the map. */
const COMMAND = "segue build map";

export const isNoMapYet = (problem: unknown): boolean =>
  problem instanceof ApiProblem && problem.kind === "not-ready" && problem.detail.includes(COMMAND);
