// SPDX-License-Identifier: Apache-2.0
// Lines over time by uPlot, with what happened as bands. One chart for one unit; all charts of a page share the cursor.

import { h, put } from "../dom.js";
import { moment, number, tick } from "../words.js";

const FOLDER = "vendor/uplot-1.6.32/";
let loading = null;

/** The library, when the first chart asks for it. */
export function library() {
  loading ??= new Promise((loaded, failed) => {
    const link = h("link", { rel: "stylesheet", href: FOLDER + "uPlot.min.css" });
    const script = h("script", { src: FOLDER + "uPlot.iife.min.js", onload: () => loaded(globalThis.uPlot), onerror: () => {
      loading = null;
      failed(new Error("The chart library did not arrive. Try again when the network is back."));
    } });
    document.head.append(link, script);
  });
  return loading;
}

/** A custom property as the browser would paint it; the canvas does not know light-dark(). */
function ink(name) {
  const probe = h("i", { class: "probe", style: { color: `var(${name})` } });
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

const fade = (color, alpha) => color.replace(/^rgb\(/, "rgba(").replace(/\)$/, `, ${alpha})`);

/** What happened, behind the lines: an episode as a tinted band with an edge, a work order as a rail along the top. */
function bandsPlugin(bands, rgb) {
  return { hooks: { drawClear: [(u) => {
    const { ctx, bbox } = u;
    const dot = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const { from, to, kind } of bands()) {
      const x0 = u.valToPos(from / 1000, "x", true);
      const x1 = Math.max(u.valToPos((to ?? Date.now()) / 1000, "x", true), x0 + 2 * dot);
      const color = rgb[kind];
      if (kind === "order") {
        ctx.fillStyle = fade(color, 0.85);
        ctx.fillRect(x0, bbox.top, x1 - x0, 4 * dot);
        continue;
      }
      ctx.fillStyle = fade(color, 0.13);
      ctx.fillRect(x0, bbox.top, x1 - x0, bbox.height);
      ctx.fillStyle = fade(color, 0.9);
      ctx.fillRect(x0, bbox.top, 1.5 * dot, bbox.height);
    }
    ctx.restore();
  }] } };
}

/** Ticks in the 24-hour clock; where a day begins, the day. */
const ticks = (u, splits, axis, space, step) => splits.map((t) => tick(t * 1000, step));

function axes(rgb) {
  const common = { stroke: rgb.soft, grid: { stroke: rgb.grid, width: 1 }, ticks: { show: false }, font: "12px Inter, system-ui, sans-serif" };
  return [
    { ...common, grid: { show: false }, size: 26, space: 74, values: ticks },
    { ...common, size: 52, space: 26, values: (u, splits) => splits.map(number) },
  ];
}

/**
 * Draws into a place. `series` are [{name, unit, color, dash}], `data` is [seconds, ...values], `bands` answers what happened.
 * Answers {set, destroy}.
 */
export async function chart(place, { name, series, data, bands = () => [], height = 150, range, onpick, onzoom, signal }) {
  const UPlot = await library();
  if (signal?.aborted) return { set() {}, destroy() {} };
  const readout = h("span", { class: "readout" });
  const canvas = h("div", { class: "plot", role: "img" });
  put(place, h("div", { class: "plot-head" }, name ? h("span", { class: "plot-name" }, name) : null, readout), canvas);
  let now = data;
  let plot = null;

  const tell = (index) => {
    const at = index ?? now[0].length - 1;
    const parts = series.map((one, i) => `${series.length > 1 ? one.name + " " : ""}${number(now[i + 1]?.[at])}${one.unit ? " " + one.unit : ""}`);
    readout.textContent = at < 0 ? "no data" : parts.join("   ") + (index === null || index === undefined ? "" : `   ${moment(now[0][at] * 1000)}`);
  };

  const describe = () => {
    const texts = series.map((one, i) => {
      const values = (now[i + 1] ?? []).filter((v) => v !== null);
      if (!values.length) return `${one.name}: no data`;
      const least = values.reduce((a, b) => Math.min(a, b));
      const most = values.reduce((a, b) => Math.max(a, b));
      return `${one.name}: last ${number(values.at(-1))}, least ${number(least)}, most ${number(most)} ${one.unit ?? ""}`;
    });
    canvas.setAttribute("aria-label", `${texts.join("; ")}. ${bands().length} episodes and work orders.`);
  };

  function build() {
    plot?.destroy();
    const rgb = { soft: ink("--soft"), grid: ink("--line"), episode: ink("--bad"), order: ink("--accent") };
    plot = new UPlot({
      width: Math.max(canvas.clientWidth, 160), height, legend: { show: false }, axes: axes(rgb),
      cursor: { sync: { key: "ganglion" }, drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
      scales: { x: { range: range ? () => range() : undefined } },
      series: [{}, ...series.map((one) => ({ stroke: ink(one.color), width: 1.6, dash: one.dash, points: { show: false }, spanGaps: false }))],
      plugins: [bandsPlugin(bands, rgb)],
      hooks: {
        setCursor: [(u) => tell(u.cursor.idx)],
        setSelect: [(u) => {
          if (u.select.width > 8 && onzoom) onzoom(u.posToVal(u.select.left, "x") * 1000, u.posToVal(u.select.left + u.select.width, "x") * 1000);
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }],
      },
    }, now, canvas);
    if (onpick) plot.over.addEventListener("click", () => plot.cursor.idx !== null && onpick(now[0][plot.cursor.idx] * 1000));
    tell();
    describe();
  }

  const sized = new ResizeObserver(() => plot && canvas.clientWidth && plot.setSize({ width: canvas.clientWidth, height }));
  build();
  sized.observe(canvas);
  const destroy = () => {
    sized.disconnect();
    plot?.destroy();
    plot = null;
  };
  document.addEventListener("theme", () => plot && build(), { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot && build(), { signal });
  signal?.addEventListener("abort", destroy);
  return {
    set(next) {
      now = next;
      plot?.setData(now);
      tell();
      describe();
    },
    destroy,
  };
}
