// Looks at a preview in headless Chromium while its plan is saved, and tells what it saw, as JSON.
// Standard input: {"url": …, "plan": path, "text": the plan, "broken": …, "out": folder,
// "chromium": path, "saves": how many times to measure, "pictures": whether screenshots are wanted,
// "measureOnly": whether to do nothing but measure}.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addViolations, launch, watchedPage } from "./chromium.mjs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const seen = { console: [], requests: [], violations: [], widths: [], took: [] };
const origin = new URL(asked.url).origin;

async function open(browser, options = {}, address = asked.url) {
  const page = await watchedPage(browser, seen, origin, options);
  await page.goto(address);
  await ready(page);
  return page;
}

async function ready(page) {
  await page.waitForFunction(() => document.querySelector("#sheet").dataset.shown || document.querySelector(".empty"));
}

async function shoot(page, name) {
  if (asked.pictures) await page.screenshot({ path: join(asked.out, `${name}.png`) });
}

async function violations(page, name, before = async () => {}) {
  await page.goto(asked.url);
  await ready(page);
  await before(page);
  await addViolations(page, seen, name);
}

// Saves as editors do: some write into the file, others beside it and put it in its place.
function save(text, byRename = false) {
  if (!byRename) { writeFileSync(asked.plan, text); return; }
  writeFileSync(`${asked.plan}~`, text);
  renameSync(`${asked.plan}~`, asked.plan);
}

function words(page) {
  return page.evaluate(() => document.querySelector("#sheet iframe:not(.coming)")?.contentDocument?.body?.textContent ?? "");
}

async function holds(page, text) {
  await page.waitForFunction((wanted) => {
    const frame = document.querySelector("#sheet iframe:not(.coming)");
    return frame?.contentDocument?.body?.textContent.includes(wanted);
  }, text);
}

async function timed(page, number) {
  const word = `Word${number}x`;
  const there = page.evaluate((wanted) => new Promise((done) => {
    const look = () => {
      const frame = document.querySelector("#sheet iframe:not(.coming)");
      if (frame?.contentDocument?.body?.textContent.includes(wanted)) done(Date.now());
      else requestAnimationFrame(look);
    };
    look();
  }), word);
  await new Promise((done) => setTimeout(done, 150 + 37 * (number % 7)));
  const begun = Date.now();
  save(asked.text.replaceAll(asked.word, word), number % 2 === 1);
  seen.took.push(await there - begun);
}

async function width(page, name) {
  seen.widths.push(await page.evaluate((label) => ({
    name: label, scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
  }), name));
}

const browser = await launch(asked.chromium);
const page = await open(browser);
if (asked.measureOnly) {
  for (let number = 0; number < asked.saves; number += 1) await timed(page, number);
  await browser.close();
  console.log(JSON.stringify(seen));
  process.exit();
}
const other = await open(browser, {}, `${asked.url}?kind=briefing&for=finance&lang=fr`);
await shoot(page, "wide");

for (let number = 0; number < asked.saves; number += 1) await timed(page, number);
if (asked.saves) await holds(other, `Word${asked.saves - 1}x`);
save(asked.text);
await holds(page, asked.word);

// The reader's place is kept, although something has come in above it.
seen.place = await (async () => {
  const look = () => page.evaluate(() => {
    const frame = document.querySelector("#sheet iframe:not(.coming)");
    const at = [...frame.contentDocument.querySelectorAll("p, li, h3, dd")]
      .find((one) => one.getBoundingClientRect().top >= 0 && one.textContent.trim());
    return [at.textContent.trim(), Math.round(at.getBoundingClientRect().top), Math.round(frame.contentWindow.scrollY)];
  });
  await page.evaluate(() => document.querySelector("#sheet iframe").contentWindow.scrollTo(0, 1400));
  const before = await look();
  save(asked.text.replaceAll(asked.word, `${asked.word} and much more, `.repeat(40) + "Longer"));
  await holds(page, "Longer");
  return { before, after: await look() };
})();
await page.evaluate(() => document.querySelector("#sheet iframe").contentWindow.scrollTo(0, 0));
save(asked.text);
await page.waitForFunction(() => !document.querySelector("#sheet iframe:not(.coming)").contentDocument.body.textContent.includes("Longer"));

// Broken: the last good page stays, the findings say why; then it is corrected.
const good = await words(page);
save(asked.broken);
await page.waitForFunction(() => document.body.className === "behind");
seen.broken = {
  page: await words(page) === good,
  panel: await page.locator("#panel").innerText(), notice: await page.locator("#notice").innerText(), title: await page.title(),
};
await shoot(page, "broken");
const late = await open(browser, { colorScheme: "dark" });
seen.broken.late = (await words(late)).includes(asked.word);
await shoot(late, "broken-dark");
// axe is a script of another's, and the page allows none: the policy is lifted in this tab only.
const lifted = await open(browser, { bypassCSP: true });
await violations(lifted, "broken");
save(asked.text, true);
await page.waitForFunction(() => document.body.className === "good");
seen.corrected = await page.locator("#notice").innerText();

// Another kind, another reader, and back.
await page.getByRole("link", { name: "One-pager" }).click();
await page.waitForFunction(() => document.querySelector("#sheet").dataset.shown.includes("kind=onepage"));
seen.onepage = await page.evaluate(() => document.querySelector("#sheet iframe:not(.coming)").contentDocument.body.className);
await page.getByRole("link", { name: "Finance", exact: true }).click();
await page.waitForFunction(() => document.querySelector("#sheet").dataset.shown.includes("for=finance"));
seen.finance = await words(page);
await page.goBack();
await page.goBack();
await page.waitForFunction(() => document.querySelector("#sheet").dataset.shown.includes("kind=briefing"));
seen.back = await page.evaluate(() => document.querySelectorAll("#sheet iframe").length);

// A code leads to its page, and Escape leads back.
const code = page.locator("#panel a.code").first();
if (!(await code.isVisible())) await page.locator("#todos summary").click();
await code.click();
await page.waitForSelector("dialog[open] .explanation");
seen.explained = await page.locator("dialog").innerText();
await shoot(page, "explained");
await page.keyboard.press("Escape");
seen.closed = await page.locator("dialog[open]").count();
seen.focus = await page.evaluate(() => document.activeElement.className);

const french = await open(browser, {}, `${asked.url}?kind=briefing&for=finance&lang=fr`);
seen.french = { lang: await french.getAttribute("html", "lang"), panel: await french.locator("body").innerText() };
await shoot(french, "french");
await french.getByText("Others", { exact: true }).or(french.getByText("Autres", { exact: true })).click();
await shoot(french, "others");
const phone = await open(browser, { viewport: { width: 320, height: 660 }, colorScheme: "dark" }, `${asked.url}?for=finance`);
await phone.waitForFunction(() => document.querySelector(".chips").scrollLeft > 0, null, { timeout: 5000 }).catch(() => {});
seen.chosen = await phone.evaluate(() => {
  const [chips, chosen] = [".chips", ".chips [aria-current]"].map((one) => document.querySelector(one).getBoundingClientRect());
  return [chosen.left - chips.left, chips.right - chosen.right].map(Math.round);
});
await width(phone, "page");
await shoot(phone, "phone-page");
await phone.locator("label[for=side-findings]").click();
seen.sides = [await phone.locator("#panel").isVisible(), await phone.locator("#sheet").isVisible()];
await width(phone, "findings");
await shoot(phone, "phone-findings");

// A width needs its rules looked at once, a scheme its colours: the findings are in all of these.
await violations(lifted, "wide light", (one) => one.locator("details#todos summary").click({ timeout: 1000 }).catch(() => {}));
for (const colorScheme of ["light", "dark"]) {
  await lifted.emulateMedia({ colorScheme });
  await violations(lifted, `explained ${colorScheme}`, async (one) => {
    await one.locator("#todos summary").click({ timeout: 1000 }).catch(() => {});
    await one.locator("#panel a.code").first().click();
    await one.waitForSelector("dialog[open] .explanation");
  });
}
await lifted.setViewportSize({ width: 320, height: 660 });
await violations(lifted, "phone dark", (one) => one.locator("label[for=side-findings]").click());
await browser.close();
console.log(JSON.stringify(seen));
