// Opens pages in one headless Chromium, a few at a time, and tells what it saw, as JSON on standard
// output. Standard input: {"pages": [{"name": …, "html": path, "axe": "light", "dark" or "", "papers":
// ["A4", …]}],
// "mermaid": [texts], "out": folder for the paper, "chromium": path, "pictures": whether screenshots
// are wanted too}. Every page is looked at on a phone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const find = createRequire(import.meta.url).resolve;
const axeSource = readFileSync(find("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const AT_ONCE = 3;
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 700 };

async function violations(browser, url, colorScheme) {
  // axe is a script, and the page allows none: the policy is lifted here, and checked elsewhere.
  const page = await browser.newPage({ bypassCSP: true, viewport: WIDE, colorScheme });
  await page.goto(url);
  await page.evaluate(axeSource);
  const found = await page.evaluate((values) => globalThis.axe.run(
    document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), WCAG);
  await page.close();
  return found.violations.map((one) => ({
    id: one.id, help: one.help, nodes: one.nodes.slice(0, 3).map((node) => node.html),
  }));
}

async function inspect(browser, { name, html, axe, papers }, { out, pictures }) {
  const url = pathToFileURL(html).href;
  const seen = { name, console: [], requests: [], violations: [], headings: [] };
  const page = await browser.newPage({ viewport: WIDE });
  page.on("console", (message) => seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) seen.requests.push(request.url());
  });
  const shoot = async (kind) => {
    if (pictures) await page.screenshot({ path: join(out, `${name}-${kind}.png`), fullPage: true });
  };
  await page.goto(url);
  await shoot("wide");
  for (const format of papers) await page.pdf({ path: join(out, `${name}-${format}.pdf`), format });
  if (papers.length) {
    seen.headings = await page.evaluate(() =>
      [...document.querySelectorAll("h1, h2, h3, figcaption, caption:not(.hidden), thead tr")].map((one) =>
        (one.tagName === "TR" ? [...one.children].map((cell) => cell.textContent).join(" ") : one.textContent)));
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await shoot("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(PHONE);
  seen.widths = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
  }));
  await shoot("phone");
  await page.close();
  if (axe) seen.violations = await violations(browser, url, axe);
  return seen;
}

async function unread(browser, texts) {
  // Mermaid itself reads each picture, as GitHub and GitLab let it do.
  if (!texts.length) return [];
  const page = await browser.newPage();
  await page.addScriptTag({ path: join(find("mermaid/package.json"), "..", "dist", "mermaid.min.js") });
  const failed = await page.evaluate(async (all) => {
    const found = [];
    for (const text of all) {
      try {
        await globalThis.mermaid.parse(text);
      } catch (error) {
        found.push({ text, error: String(error) });
      }
    }
    return found;
  }, texts);
  await page.close();
  return failed;
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: asked.chromium, args: FLAGS });
const waiting = [...asked.pages];
const pages = [];
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  for (let one = waiting.shift(); one; one = waiting.shift()) pages.push(await inspect(browser, one, asked));
}));
const mermaid = await unread(browser, asked.mermaid);
await browser.close();
console.log(JSON.stringify({ pages, mermaid }));
