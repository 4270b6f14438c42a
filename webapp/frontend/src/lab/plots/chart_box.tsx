/** One chart with its name, a text for those who cannot see it, and a picture to take along. */
import { useEffect, useRef, useState } from "preact/hooks";
import { fileName, saveFrom } from "../../components/exports";
import { isMotionWanted } from "../../components/motion";
import { lab } from "../../messages/lab/lab";
import { ExportButton } from "../parts/data_table";
import type { Chart, ChartOption } from "./engine";
import { chartFrame } from "./frame";
import { coloursChanged, type Palette, paletteNow } from "./palette";

interface Props {
  readonly title: string;
  /** The chart in a sentence: who cannot see it reads this, the table beside it has the figures. */
  readonly text: string;
  readonly file: readonly (string | number | null)[];
  readonly size?: "low" | "middle" | "high" | "tall";
  readonly draw: (colours: Palette) => ChartOption;
  /** Changes when the drawing does. */
  readonly of: unknown;
}

export function ChartBox({ title, text, file, size = "middle", draw, of }: Props) {
  const home = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const [state, setState] = useState<"waiting" | "open" | "failed">("waiting");
  const theme = coloursChanged.value;
  useEffect(() => {
    let isWanted = true;
    const watcher = new ResizeObserver(() => chart.current?.resize());
    import("./engine").then(
      ({ openChart }) => {
        if (!isWanted || !home.current) return;
        chart.current = openChart(home.current);
        watcher.observe(home.current);
        setState("open");
      },
      () => isWanted && setState("failed"),
    );
    return () => {
      isWanted = false;
      watcher.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  // `of` and `theme` say when the drawing changes.
  useEffect(() => {
    if (state !== "open" || !chart.current) return;
    const colours = paletteNow();
    const frame = chartFrame(colours, isMotionWanted());
    const own = draw(colours);
    const tooltip = { ...frame.tooltip, ...own.tooltip } as NonNullable<ChartOption["tooltip"]>;
    chart.current.setOption({ ...frame, ...own, tooltip }, { notMerge: false, replaceMerge: ["series"] });
    chart.current.resize();
  }, [state, of, theme]);
  const savePicture = () => {
    const background = paletteNow().ground;
    const picture = chart.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: background });
    if (picture) saveFrom(fileName(file, "png"), picture);
  };
  return (
    <figure class="chart">
      <figcaption class="data-head">
        <p class="data-title">{title}</p>
        {state === "open" && (
          <div class="exports">
            <ExportButton words={lab.chart.png} label={lab.chart.pngOf(title)} onPress={savePicture} />
          </div>
        )}
      </figcaption>
      {state === "failed" && <p class="lab-quiet">{lab.chart.failed}</p>}
      <div class={`chart-home chart-${size}`} ref={home} role="img" aria-label={text} />
    </figure>
  );
}
