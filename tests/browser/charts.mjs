// Opens pages in one headless Chromium and tells of each picture what it looks like, as JSON on
// standard output. Standard input: {"pages": [paths], "chromium": path}. Every page is looked at on a
// screen, in the dark, on two phones and on paper.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

const MODES = [
  { mode: "screen", width: 1280, colorScheme: "light", media: "screen" },
  { mode: "dark", width: 1280, colorScheme: "dark", media: "screen" },
  { mode: "phone", width: 390, colorScheme: "dark", media: "screen" },
  { mode: "small phone", width: 320, colorScheme: "light", media: "screen" },
  { mode: "paper", width: 680, colorScheme: "dark", media: "print" },
];

function look() {
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const over = (under, [r, g, b, a = 1], opacity) =>
    [r, g, b].map((one, place) => under[place] + (one - under[place]) * a * opacity);
  const luminance = (colour) => {
    const [r, g, b] = colour.map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left, top, right, bottom].map((one) => Math.round(one * 10) / 10);
  };
  const paper = parts(getComputedStyle(document.body).backgroundColor);
  const ground = paper.length > 3 && !paper[3] ? [255, 255, 255] : paper.slice(0, 3);
  const found = [];
  for (const svg of document.querySelectorAll("svg.picture")) {
    const frame = box(svg);
    if (frame[2] === frame[0]) continue;
    const scale = (frame[2] - frame[0]) / svg.viewBox.baseVal.width;
    const shapes = [];
    const texts = [];
    for (const one of svg.querySelectorAll("rect, text")) {
      const style = getComputedStyle(one);
      if (one.tagName === "rect") {
        if (style.fill !== "none") shapes.push([box(one), parts(style.fill), Number(style.fillOpacity)]);
        continue;
      }
      const where = box(one);
      const [x, y] = [(where[0] + where[2]) / 2, (where[1] + where[3]) / 2];
      let behind = ground;
      for (const [[left, top, right, bottom], fill, opacity] of shapes) {
        if (left <= x && x <= right && top <= y && y <= bottom) behind = over(behind, fill, opacity);
      }
      texts.push({
        text: one.textContent, box: where, size: parseFloat(style.fontSize) * scale,
        contrast: contrast(parts(style.fill).slice(0, 3), behind),
      });
    }
    const lines = [...svg.querySelectorAll("path.s-ink, path.s-line")].map((one) => [one.getAttribute("class"), box(one)]);
    const section = svg.closest("section, .objective");
    const table = section?.querySelector("table");
    const printed = table && getComputedStyle(table).display !== "none" && table.getBoundingClientRect().height > 0;
    found.push({
      id: svg.querySelector("title")?.id ?? "", title: svg.querySelector("title")?.textContent ?? "",
      description: svg.querySelector("desc")?.textContent ?? "", named: svg.getAttribute("aria-labelledby") ?? "",
      frame, texts, lines, table: Boolean(table),
      columns: printed ? [...table.querySelectorAll("td")].filter((one) => one.offsetWidth).map((one) => one.textContent.trim()) : [],
    });
  }
  return found;
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await launch(asked.chromium);
const page = await browser.newPage();
const seen = [];
for (const path of asked.pages) {
  await page.goto(pathToFileURL(path).href);
  for (const { mode, width, colorScheme, media } of MODES) {
    await page.emulateMedia({ colorScheme, media });
    await page.setViewportSize({ width, height: 900 });
    for (const one of await page.evaluate(look)) seen.push({ page: path, mode, ...one });
  }
}
await browser.close();
console.log(JSON.stringify(seen));
