// Fills in a plan in headless Chromium by keyboard alone, and tells what it saw, as JSON.
// Standard input: {"url": …, "folder": of the plans, "out": folder, "chromium": path, "name": of the
// customer, "owner": …, "statement": of an objective, "due": a date as people write it, "wrong": what is
// no date, "pictures": whether screenshots are wanted}.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const asked = JSON.parse(readFileSync(0, "utf8"));
const seen = { console: [], requests: [], violations: [], widths: [] };
const origin = new URL(asked.url).origin;
const browser = await chromium.launch({ executablePath: asked.chromium, args: FLAGS });

async function open(address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:")) seen.requests.push(request.url());
  });
  await page.goto(address);
  return page;
}

// Press Tab until what a selector finds has the focus.
async function tabTo(page, selector) {
  for (let pressed = 0; pressed < 250; pressed += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way to ${selector} by keyboard on ${page.url()}`);
}

async function type(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

async function documentHas(page, text) {
  await page.waitForFunction((wanted) => {
    const frame = document.querySelector("#sheet iframe:not(.coming)");
    return frame?.contentDocument?.body?.textContent.includes(wanted);
  }, text);
}

async function violations(address, name, options) {
  // axe is a script of another's, and the page allows none: the policy is lifted here only.
  const page = await open(address, { bypassCSP: true, ...options });
  await page.waitForTimeout(150);
  await page.evaluate(axeSource);
  const found = await page.evaluate((tags) => globalThis.axe.run({ include: [["body"]], exclude: [["iframe"]] },
    { runOnly: { type: "tag", values: tags }, iframes: false }), WCAG);
  for (const one of found.violations) {
    seen.violations.push({ name, id: one.id, help: one.help, nodes: one.nodes.slice(0, 3).map((node) => node.html) });
  }
  seen.widths.push(await page.evaluate((label) => ({
    name: label, scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
  }), name));
  if (asked.pictures) await page.screenshot({ path: join(asked.out, `${name.replaceAll(" ", "-")}.png`) });
  await page.context().close();
}

// From an empty folder to a plan with an objective.
const page = await open(asked.url);
await type(page, "#name", asked.name);
await type(page, "#owner", asked.owner);
await page.keyboard.press("Enter");
await page.waitForSelector("#nav");
seen.overview = await page.locator("main").innerText();
await tabTo(page, "a.section[href*='objectives']");
await page.keyboard.press("Enter");
await page.waitForSelector("[data-page*='objectives']");
await tabTo(page, ".row .title");
await page.keyboard.press("Enter");
await page.waitForSelector("[data-page*='\"objectives\",']");
await type(page, ".field[data-key*='\"statement\"'] textarea", asked.statement);
await page.keyboard.press("Tab");
await documentHas(page, asked.statement);

// What cannot be read is held back, said at the field and in the list of problems.
const due = ".field.date[data-key*='\"due\"'] input";
await type(page, due, asked.wrong);
await page.keyboard.press("Tab");
await page.waitForSelector(".field.date[data-key*='\"due\"'] .outcome .error");
await tabTo(page, "a.section.overview");
await page.keyboard.press("Enter");
await page.waitForSelector("#problems:not([hidden])");
seen.focus = await page.evaluate(() => document.activeElement.id);
await page.keyboard.press("Tab");
await page.keyboard.press("Enter");
seen.back = await page.evaluate((selector) => document.activeElement.matches(selector), due);
seen.kept = await page.locator(due).inputValue();

// Corrected, it is saved, and shown as the plan's language writes it.
await page.keyboard.press("ControlOrMeta+a");
await page.keyboard.type(asked.due);
await page.keyboard.press("Tab");
await page.waitForFunction((selector) => {
  const field = document.querySelector(selector).closest(".field");
  return !field.querySelector(".outcome .error") && field.dataset.old !== "";
}, due);
seen.due = await page.locator(due).inputValue();

// While somebody types, another saves: what is typed stays, and the rest is renewed.
const file = seen.file = join(asked.folder, asked.plan);
const text = readFileSync(file, "utf8");
await page.locator(due).focus();
await page.keyboard.press("End");
await page.keyboard.type("zzz");
writeFileSync(file, text.replaceAll(asked.statement, `${asked.statement} 2`));
await documentHas(page, `${asked.statement} 2`);
await page.waitForFunction((wanted) => document.querySelector(".field[data-key*='\"statement\"'] textarea").value === wanted,
  `${asked.statement} 2`);
seen.typed = await page.locator(due).inputValue();
seen.told = await page.locator("#status").innerText();
await page.keyboard.press("ControlOrMeta+a");
await page.keyboard.type(asked.due);
await page.keyboard.press("Tab");

// One question after the other.
await tabTo(page, "a.section.overview");
await page.keyboard.press("Enter");
await page.waitForSelector(".next .button");
await tabTo(page, ".next .button");
await page.keyboard.press("Enter");
await page.waitForSelector(".form.single");
const question = page.url();
seen.question = await page.locator("h1").innerText();
await tabTo(page, ".actions a.quiet");
await page.keyboard.press("Enter");
await page.waitForFunction((before) => location.href !== before, question);
seen.next = await page.locator("h1").innerText();
await page.goBack();
await page.waitForFunction((before) => location.href === before, question);

// Another entry of a list, and undo.
await page.goto(new URL("part?key=%5B%22team%22%5D", question).href);
await type(page, "form.add input", asked.colleague);
await page.keyboard.press("Enter");
await page.waitForFunction((name) => document.querySelector("h1").textContent === name, asked.colleague);

await tabTo(page, "button[data-action=undo]");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.querySelector("#status").textContent !== "");
seen.undone = await page.locator("#status").innerText();

const plan = new URL("./", question).href;
await page.goto(plan);
const places = {
  start: asked.url, overview: plan, section: `${plan}part?key=%5B%22customer%22%5D`, entry: `${plan}part?key=%5B%22objectives%22%5D&all=1`,
  question, meeting: `${plan}meeting`, stage: `${plan}stage`, version: `${plan}version`,
};
for (const [name, address] of Object.entries(places)) {
  await violations(address, `${name} wide light`, {});
  await violations(address, `${name} phone dark`, { colorScheme: "dark", viewport: { width: 320, height: 660 } });
}
seen.shown = await page.evaluate(() => document.body.innerText);
await browser.close();
console.log(JSON.stringify(seen));
