/** What a test or a benchmark reads off the canvas. */

export interface RoomFigures {
  readonly n_nodes: number;
  readonly draw_calls: number;
  readonly n_frames: number;
  /** Main-thread time of the last frame, and of the slowest of the last 60. */
  readonly frame_ms: number;
  readonly max_frame_ms: number;
  readonly pick_ms: number;
  readonly n_picks: number;
  /** Pixels of the picture along an edge for each of the page's, and the share of the nodes that was drawn. */
  readonly ratio: number;
  readonly share: number;
}

export interface RoomPicture extends HTMLCanvasElement {
  figures?: () => RoomFigures;
}
