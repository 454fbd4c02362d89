// Opens pages in one headless Chromium, one after the other, and tells what it saw, as JSON on standard
// output. Standard input: {"pages": [{"name": …, "html": path, "axe": whether it looks, "papers":
// ["A4", …]}], "mermaid": [texts], "out": folder for the paper, "chromium": path, "pictures": whether
// screenshots are wanted too}. Every page is looked at on a phone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { WCAG, axeSource, launch } from "./chromium.mjs";

const find = createRequire(import.meta.url).resolve;
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 700 };

async function violations(page, url) {
  await page.goto(url);
  const found = [];
  for (const [scheme, runOnly] of [
    ["light", { type: "tag", values: WCAG }],
    ["dark", { type: "rule", values: ["color-contrast", "link-in-text-block"] }],
  ]) {
    await page.emulateMedia({ colorScheme: scheme });
    const seen = await page.evaluate(
      (only) => globalThis.axe.run(document, { runOnly: only, resultTypes: ["violations"] }), runOnly);
    found.push(...seen.violations.map((one) => ({
      scheme, id: one.id, help: one.help, nodes: one.nodes.slice(0, 3).map((node) => node.html),
    })));
  }
  return found;
}

// What no estimate of a font's widths can promise: words that lie on words, or outside their picture.
function crowding() {
  const found = [];
  for (const picture of document.querySelectorAll("svg.picture")) {
    const frame = picture.getBoundingClientRect();
    if (!frame.width) continue;
    const words = [...picture.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
    words.forEach(([said, box], number) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 2) {
        found.push(`${said}: outside`);
      }
      for (const [other, beside] of words.slice(number + 1)) {
        const across = Math.min(box.right, beside.right) - Math.max(box.left, beside.left);
        const down = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top);
        if (across > 1 && down > 4) found.push(`${said} | ${other}`);
      }
    });
  }
  return found.slice(0, 5);
}

// Measures whose figures do not stand on one line.
function uneven() {
  return [...document.querySelectorAll(".gauge dl")]
    .filter((one) => new Set([...one.querySelectorAll("dd")].map((value) =>
      Math.round(value.getBoundingClientRect().bottom))).size > 1)
    .map((one) => one.innerText);
}

// Labels of a measure's figures, names beside a single column, and states that stand on several lines.
// A review gives its decisions more room than its states.
const STATES = "body:not(.review) td .chip, .state > span";
const LABELS = ".gauge dt, .people tr:has(> :nth-child(2):last-child) th[scope=row]";
function broken(words) {
  return [...document.querySelectorAll(words)].filter((one) => {
    if (!one.checkVisibility() || one.innerText.length > 45) return false;
    const range = document.createRange();
    range.selectNodeContents(one);
    const ends = [...range.getClientRects()].map((box) => box.bottom);
    return Math.max(...ends) - Math.min(...ends) > 9; // less than a line is the sign before a state
  }).map((one) => one.innerText);
}

// What the paper will be like, on a page as wide as its text on A4: the smallest type in points, tables
// whose headings would not come again or whose rows would be torn, boxes that would be torn, whether all
// of it is made smaller because something is too wide, and what begins a sheet of its own.
function paper() {
  const sizes = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const owner = node.parentElement;
    const box = owner.getBoundingClientRect();
    if (!text || box.width <= 1 || owner.closest("title, desc, .hidden") || !owner.checkVisibility()) continue;
    const drawn = owner.closest("svg");
    const scale = drawn ? drawn.getScreenCTM().a : 1;
    const points = parseFloat(getComputedStyle(owner).fontSize) * scale * 0.75;
    if (points < 8.95) sizes.set(text.slice(0, 40), Math.round(points * 10) / 10);
  }
  const torn = [...document.querySelectorAll("table")].filter((one) => one.checkVisibility() && (
    (one.tHead && getComputedStyle(one.tHead).display !== "table-header-group")
    || [...one.rows].some((row) => getComputedStyle(row).breakInside !== "avoid")));
  torn.push(...[...document.querySelectorAll(".you, .asks, figure")].filter((one) =>
    one.checkVisibility() && getComputedStyle(one).breakInside !== "avoid"));
  const root = document.documentElement;
  const said = [...document.querySelectorAll("p, li, dd, td, th, blockquote")]
    // What is still to complete, and who recorded a sign-off, is said of each objective; why an account
    // needs attention, of each account; whom to ask, of each decision.
    .filter((one) => one.checkVisibility() && !one.querySelector("p, li, td") && !one.closest(".missing, .word, .needs, ol"))
    .map((one) => one.innerText);
  return {
    small: [...sizes].slice(0, 8),
    torn: torn.map((one) => one.innerText.slice(0, 60)),
    wide: root.scrollWidth > root.clientWidth ? root.scrollWidth : 0,
    said,
    begins: [...document.body.querySelectorAll("*")]
      .filter((one) => getComputedStyle(one).breakBefore === "page")
      .map((one) => one.textContent),
  };
}

async function inspect(page, lifted, { name, html, axe, papers }, { out, pictures }) {
  const url = pathToFileURL(html).href;
  const seen = { name, console: [], requests: [], violations: [], headings: [] };
  const listeners = {
    console: (message) => seen.console.push(message.text()),
    pageerror: (error) => seen.console.push(String(error)),
    request: (request) => {
      if (request.url() !== url && !request.url().startsWith("data:")) seen.requests.push(request.url());
    },
  };
  for (const [event, listener] of Object.entries(listeners)) page.on(event, listener);
  const shoot = async (kind) => {
    if (pictures) await page.screenshot({ path: join(out, `${name}-${kind}.png`), fullPage: true });
  };
  await page.setViewportSize(WIDE);
  await page.goto(url);
  await shoot("wide");
  seen.crowding = await page.evaluate(crowding);
  seen.uneven = await page.evaluate(uneven);
  seen.broken = await page.evaluate(broken, STATES);
  for (const format of papers) await page.pdf({ path: join(out, `${name}-${format}.pdf`), format });
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 900 });
  seen.broken.push(...await page.evaluate(broken, `${LABELS}, ${STATES}`));
  if (papers.length) {
    seen.paper = await page.evaluate(paper);
    seen.headings = await page.evaluate(() =>
      [...document.querySelectorAll("h1, h2, h3, h4, figcaption, caption:not(.hidden), thead tr")].map((one) =>
        (one.tagName === "TR" ? [...one.children].map((cell) => cell.textContent).join(" ") : one.textContent)));
  }
  await page.emulateMedia({ media: null });
  if (pictures) {
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: "dark" });
    await shoot("dark");
    await page.emulateMedia({ colorScheme: "light" });
  }
  await page.setViewportSize(PHONE);
  seen.widths = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
  }));
  seen.crowding.push(...await page.evaluate(crowding));
  seen.spilled = await page.evaluate(() => [...document.querySelectorAll("td, th")]
    .filter((one) => one.checkVisibility() && one.clientHeight > 1 && (one.scrollHeight > one.clientHeight + 1
      // The label before a value has a column of its own, and has to break in it.
      || (getComputedStyle(one).display === "grid" && getComputedStyle(one, "::before").whiteSpace === "nowrap")))
    .map((one) => one.innerText));
  await shoot("phone");
  for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
  if (axe) seen.violations = await violations(lifted, url);
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
const browser = await launch(asked.chromium);
// To open a tab takes as long as to look at a page: there are two, and they go from page to page.
const strict = await browser.newPage({ viewport: WIDE });
// axe is a script, and the page allows none: the policy is lifted here, and checked elsewhere.
const lifted = await browser.newPage({ viewport: WIDE, bypassCSP: true });
await lifted.addInitScript({ content: axeSource() });
const pages = [];
// Several at once would take a quarter more of the processor, of which the other tests have need.
for (const one of asked.pages) pages.push(await inspect(strict, lifted, one, asked));
const mermaid = await unread(browser, asked.mermaid);
await browser.close();
console.log(JSON.stringify({ pages, mermaid }));
