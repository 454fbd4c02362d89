// Opens pages in headless Chromium and tells what it saw, as JSON on standard output.
// Standard input: {"pages": [{"name": …, "html": …}], "out": folder, "chromium": path,
// "pictures": whether screenshots are wanted too}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

async function open(browser, url, options, seen) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (message) => seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("request", (request) => { if (request.url() !== url) seen.requests.push(request.url()); });
  await page.goto(url);
  return { context, page };
}

async function violations(browser, url, colorScheme) {
  // axe is a script, and the page allows none: the policy is lifted here, and checked elsewhere.
  const ignored = { console: [], requests: [] };
  const { context, page } = await open(browser, url, { bypassCSP: true, colorScheme }, ignored);
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }), WCAG);
  await context.close();
  return found.violations.map((violation) => ({
    id: violation.id, help: violation.help, scheme: colorScheme,
    nodes: violation.nodes.slice(0, 3).map((node) => node.html),
  }));
}

async function inspect(browser, { name, html }, out, pictures) {
  const shoot = async (page, kind) => {
    if (pictures) await page.screenshot({ path: join(out, `${name}-${kind}.png`), fullPage: true });
  };
  const url = pathToFileURL(html).href;
  const seen = { console: [], requests: [] };
  const wide = await open(browser, url, { viewport: { width: 1280, height: 900 } }, seen);
  await shoot(wide.page, "wide");
  for (const format of ["A4", "Letter"]) {
    await wide.page.pdf({ path: join(out, `${name}-${format}.pdf`), format, preferCSSPageSize: false });
  }
  await wide.context.close();
  const phone = await open(browser, url, { viewport: { width: 320, height: 700 } }, seen);
  const widths = await phone.page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
  }));
  await shoot(phone.page, "phone");
  await phone.context.close();
  const dark = await open(browser, url, { colorScheme: "dark" }, seen);
  await shoot(dark.page, "dark");
  await dark.context.close();
  return {
    name, ...seen, widths,
    violations: [
      ...(await violations(browser, url, "light")), ...(await violations(browser, url, "dark")),
    ],
  };
}

const request = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: request.chromium, args: FLAGS });
const pages = [];
for (const page of request.pages) pages.push(await inspect(browser, page, request.out, request.pictures));
await browser.close();
console.log(JSON.stringify(pages));
