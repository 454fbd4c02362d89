// Edits a plan in headless Chromium as impatient people do, while kamctl is slow, and tells what it saw, as JSON.
// Standard input: {"url": of the start page, "plan": path, "chromium": path, "pid": of the server}.
import { readFileSync, writeFileSync } from "node:fs";
import { launch, watchedPage } from "./chromium.mjs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const seen = { console: [], requests: [] };
const origin = new URL(asked.url).origin;
const browser = await launch(asked.chromium);
const page = await watchedPage(browser, seen, origin);
page.setDefaultTimeout(15000);
await page.goto(asked.url);
await page.locator(".plans-list a").click();
await page.waitForSelector("#nav");
const plan = page.url();

const text = () => readFileSync(asked.plan, "utf8");
const part = (...key) => `${plan}part?key=${encodeURIComponent(JSON.stringify(key))}`;
const field = (name) => page.locator(`.field[data-key$='"${name}"]']`).first().locator("input, textarea").first();
const focused = () => page.evaluate(() => document.activeElement.id);
const idOf = (one) => one.evaluate((element) => element.id);

async function until(true_, what) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await true_()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`never: ${what} on ${page.url()}: ${(await page.locator("main").innerText()).slice(0, 300)}`);
}

// Hold back the answers to what is requested until they are let through; `asked` waits for the first request.
async function hold(pattern, method = "GET", afterwards = false) {
  let release;
  const held = new Promise((done) => { release = done; });
  const handler = async (route) => {
    if (route.request().method() !== method) { await route.fallback(); return; }
    if (!afterwards) { await held; await route.continue(); return; }
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  };
  await page.route(pattern, handler);
  const request = page.waitForRequest((one) => one.method() === method && pattern.test(one.url()));
  request.catch(() => {}); // whoever waits for it is told
  return {
    request,
    async release() {
      const answered = page.waitForResponse((one) => one.request().method() === method && pattern.test(one.url()));
      release();
      await answered;
      await page.unroute(pattern, handler);
      await settled();
    },
  };
}

// Until nothing is requested or shown any more.
async function settled() {
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.waitForTimeout(150);
}

const steps = {
  // What is typed and not left yet is saved when somebody goes back.
  async back() {
    await page.goto(part("account"));
    await page.locator("a.section.overview").click();
    await page.waitForSelector("a.section.overview[aria-current]");
    await page.locator("a.section[href*='customer']").click();
    await page.waitForSelector("[data-page='[\"customer\"]']");
    await field('strategy","text').click();
    await page.keyboard.type("Typed, then back");
    await page.goBack();
    await page.waitForSelector("a.section.overview[aria-current]");
    await settled();
    seen.back = text().includes("Typed, then back");
  },
  // What cannot be saved keeps its page.
  async refused() {
    await page.goto(part("plan"));
    await page.locator("a.section.overview").click();
    await page.waitForSelector("a.section.overview[aria-current]");
    await page.locator("a.section[href*='plan']").first().click();
    await page.waitForSelector("[data-page='[\"plan\"]']");
    const address = page.url();
    await field("next_review").click();
    await page.keyboard.type("some day");
    await page.goBack();
    await page.waitForSelector("#problems:not([hidden])");
    seen.refused = { typed: await field("next_review").inputValue(), stays: page.url() === address };
    await field("next_review").fill("");
    await settled();
  },
  // A link that was clicked while something is saved does not lead away from where somebody went back to.
  async lateLink() {
    await page.goto(part("account"));
    await page.locator("a.section[href*='customer']").click();
    await page.waitForSelector("[data-page='[\"customer\"]']");
    const commit = await hold(/\/commit$/, "POST");
    await field('strategy","text').fill("Changed slowly");
    await page.locator("a.section[href*='team']").click();
    await commit.request;
    await page.evaluate(() => history.back());
    await commit.release();
    await page.waitForSelector("[data-page='[\"account\"]']");
    await settled();
    seen.lateLink = { page: await page.locator("[data-page]").getAttribute("data-page"), saved: text().includes("Changed slowly") };
  },
  // What is typed while another page is on its way is saved.
  async slowPage() {
    await page.goto(part("customer"));
    const next = await hold(/part\?key=%5B%22team%22%5D/);
    await page.locator("a.section[href*='team']").click();
    await next.request;
    await field('strategy","text').click();
    await page.keyboard.press("End");
    await page.keyboard.type(" and typed late");
    await next.release();
    await page.waitForSelector("[data-page='[\"team\"]']");
    await settled();
    seen.slowPage = text().includes("and typed late");
  },
  // Two clicks are one.
  async twice() {
    await page.goto(part("team"));
    await page.locator("form.add input").fill("Twice Added");
    await page.locator("form.add button").dblclick();
    await page.waitForFunction(() => document.querySelector("h1").textContent === "Twice Added");
    await settled();
    seen.added = text().split("Twice Added").length - 1;
    await field("title").fill("First change");
    await page.keyboard.press("Tab");
    await until(() => text().includes("First change"), "the first change");
    await field("title").fill("Second change");
    await page.keyboard.press("Tab");
    await until(() => text().includes("Second change"), "the second change");
    await settled();
    await page.locator("[data-action=undo]").dblclick();
    await until(() => !text().includes("Second change"), "undone");
    await settled();
    seen.undone = text().includes("First change");
    await page.goto(`${plan}meeting`);
    await page.locator("[data-post=begin-meeting] button").dblclick();
    await page.waitForSelector(".present .field");
    await settled();
    seen.meetings = text().split("kind:").length - 1;
  },
  // A value that is corrected late does not take the focus, nor what was typed there meanwhile.
  async fix() {
    await page.goto(part("plan"));
    const fixed = await hold(/\/fix$/, "POST");
    await page.locator("[data-action=fix]").first().click();
    await fixed.request;
    await field("next_review").click();
    await page.keyboard.type("1 March 2027");
    const there = await focused();
    await fixed.release();
    seen.fix = [await focused() === there, await field("next_review").inputValue()];
    await page.keyboard.press("Tab");
    await settled();
  },
  // Entries that are moved late take neither the focus nor what was begun.
  async move() {
    await page.goto(part("team"));
    const again = await hold(/part\?key=%5B%22team%22%5D/);
    await page.locator(".row [data-action=move][data-step='1']").first().click();
    await again.request;
    await page.locator("form.add input").click();
    await page.keyboard.type("Begun meanwhile");
    await again.release();
    await settled();
    seen.move = [await page.locator("form.add input").inputValue(), await page.evaluate(() => document.activeElement.closest("form.add") !== null)];
    await page.locator("form.add input").fill("");
  },
  // A report that comes late does not take the focus, nor what was begun.
  async report() {
    await page.goto(`${plan}ask`);
    await page.locator(".colleagues button[value=txt]").first().click();
    await page.waitForSelector("#copy");
    await page.goto(`${plan}ask`);
    const late = await hold(/\/ask$/, "POST");
    await page.locator(".colleagues button[value=txt]").first().click();
    await late.request;
    await page.locator("#reply-text").click();
    await page.keyboard.type("A reply");
    await late.release();
    await page.waitForSelector("#copy");
    await settled();
    seen.report = [await page.locator("#reply-text").inputValue(), await focused()];
    await page.locator("#reply-text").fill("");
    const answer = await hold(/\/answers$/, "POST");
    await page.locator("[data-post=answers] button").click();
    await answer.request;
    await page.locator("#document").focus();
    await answer.release();
    await page.waitForFunction(() => document.querySelector("[data-post=answers] .form-error").textContent !== "");
    seen.noReply = await focused();
  },
  // What another saved is read before and shown after a change of one's own.
  async overtaken() {
    await page.goto(part("customer"));
    await settled();
    const parts = await hold(/\/parts\?/, "GET", true);
    writeFileSync(asked.plan, `${text()}# A note of another\n`);
    await parts.request;
    await page.waitForTimeout(300);
    await field('strategy","text').fill("Newest");
    await page.keyboard.press("Tab");
    await until(() => text().includes("Newest"), "the change");
    await parts.release();
    await settled();
    seen.overtaken = await field('strategy","text').inputValue();
  },
  // Long texts, signs of all kinds and pasted HTML are texts.
  async texts() {
    await page.goto(part("customer"));
    const long = `${"A very long text. ".repeat(3000)}<b onclick="x()">&amp;</b> 👩‍🌾 “q” # no comment: none`;
    await field('strategy","text').fill(long);
    await page.keyboard.press("Tab");
    await until(() => text().includes("👩‍🌾"), "the long text");
    await settled();
    await page.reload();
    seen.texts = await field('strategy","text').inputValue() === long;
    await page.setViewportSize({ width: 320, height: 640 });
    seen.width = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.setViewportSize({ width: 1280, height: 860 });
    await field('strategy","text').fill("Short");
    await page.keyboard.press("Tab");
    await settled();
  },
  // kamctl has stopped: a link, a change and a new plan say so.
  async stopped() {
    const start = await watchedPage(browser, { console: [], requests: [] }, origin);
    await start.goto(asked.url);
    await start.locator("#name").fill("Acme");
    await start.locator("#owner").fill("Claire");
    process.kill(asked.pid, "SIGKILL");
    await start.locator("#new button").click();
    await start.waitForSelector("#ended", { state: "visible" });
    seen.start = await start.locator("#ended").innerText();
    await page.locator("a.section[href*='team']").click();
    await page.waitForSelector("#ended", { state: "visible" });
    seen.stopped = await page.locator("#ended").innerText();
  },
};
for (const [name, step] of Object.entries(steps)) {
  if (asked.only && !asked.only.includes(name)) continue;
  try { await step(); } catch (error) { (seen.failed ??= []).push(`${name}: ${error.message}`); }
  await page.unrouteAll();
  if (name === "texts") seen.errors = [...seen.console];
}
await browser.close();
console.log(JSON.stringify(seen));
