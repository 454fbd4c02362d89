// What the scripts of this folder share: the browser, pages that are watched, and what axe finds in them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

export const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export function launch(executablePath) {
  return chromium.launch({ executablePath, args: FLAGS });
}

// Read where it is used: some scripts run without axe.
export function axeSource() {
  return readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
}

// Open a page that notes in `seen` what it logs, and what it requests elsewhere than at `origin`.
export async function watchedPage(browser, seen, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:") && !url.startsWith("about:")) seen.requests.push(url);
  });
  return page;
}

// Add to `seen` what axe finds in a page, called `name`; the documents in its frames are looked at by themselves.
export async function addViolations(page, seen, name) {
  await page.evaluate(axeSource());
  const found = await page.evaluate((tags) => globalThis.axe.run({ include: [["body"]], exclude: [["iframe"]] },
    { runOnly: { type: "tag", values: tags }, iframes: false, resultTypes: ["violations"] }), [...WCAG, "best-practice"]);
  for (const one of found.violations) {
    seen.violations.push({ name, id: one.id, help: one.help, nodes: one.nodes.slice(0, 3).map((node) => node.html) });
  }
}
