// Fills in a plan in headless Chromium by keyboard alone, and tells what it saw, as JSON.
// Standard input: {"url": …, "folder": of the plans, "out": folder, "chromium": path, "name": of the
// customer, "owner": …, "statement": of an objective, "due": a date as people write it, "wrong": what is
// no date, "answers": by field, "colleagues": two names, "function": theirs, "replies": what each answers,
// "fill": the command that answers in Excel, "phone": whether pages are looked at on a phone in the dark, "pictures": whether screenshots are wanted}.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addViolations, launch, watchedPage } from "./chromium.mjs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const seen = { console: [], requests: [], violations: [], widths: [], shown: [] };
const origin = new URL(asked.url).origin;
const browser = await launch(asked.chromium);

async function open(address, options = {}) {
  const page = await watchedPage(browser, seen, origin, options);
  await page.goto(address);
  return page;
}

// Press Tab until what a selector finds has the focus.
async function tabTo(page, selector) {
  for (let pressed = 0; pressed < 250; pressed += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  const main = await page.locator("main").innerText();
  throw new Error(`no way to ${selector} by keyboard on ${page.url()}:\n${main.slice(0, 400)}`);
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

async function violations(page, address, name) {
  await page.goto(address);
  await page.waitForTimeout(150);
  await addViolations(page, seen, name);
  seen.widths.push(await page.evaluate((label) => ({
    name: label, scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
  }), name));
  if (name.startsWith("start")) seen.start = await page.locator("#name").isVisible();
  if (asked.pictures) await page.screenshot({ path: join(asked.out, `${name.replaceAll(" ", "-")}.png`) });
}

// From an empty folder to a plan with an objective.
const page = await open(asked.url);
await type(page, "#name", asked.name);
await type(page, "#owner", asked.owner);
await page.keyboard.press("Enter");
await page.waitForSelector("#nav");
seen.shown.push(await page.locator("main").innerText());
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
const changed = asked.statement.replace("2028", "2029");
await page.locator(due).focus();
await page.keyboard.press("End");
await page.keyboard.type("zzz");
writeFileSync(file, text.replaceAll(asked.statement, changed));
await documentHas(page, changed);
await page.waitForFunction((wanted) => document.querySelector(".field[data-key*='\"statement\"'] textarea").value === wanted,
  changed);
seen.typed = await page.locator(due).inputValue();
seen.told = await page.locator("#status").innerText();
await page.keyboard.press("ControlOrMeta+a");
await page.keyboard.type(asked.due);
await page.keyboard.press("Tab");

// Another changes the same field: both versions are shown, and the one that is chosen is saved.
const statement = ".field[data-key*='\"statement\"'] textarea";
const theirs = changed.replace("2029", "2030");
await page.locator(statement).focus();
await page.keyboard.press("ControlOrMeta+a");
await page.keyboard.type(asked.statement);
writeFileSync(file, readFileSync(file, "utf8").replaceAll(changed, theirs));
await documentHas(page, theirs);
await page.keyboard.press("Tab");
await page.waitForSelector(".outcome .conflict");
seen.conflict = await page.locator(".outcome .conflict").innerText();
seen.announced = await page.locator("#status").innerText();
await tabTo(page, "[data-resolve=mine]");
await page.keyboard.press("Enter");
await page.waitForFunction(() => !document.querySelector(".outcome .conflict"));
seen.mine = readFileSync(file, "utf8").includes(asked.statement);

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
await page.waitForFunction((before) => document.querySelector("h1").innerText === before, seen.question);

// Another entry of a list, and undo.
async function follow(page, selector, arrived) {
  await tabTo(page, selector);
  await page.keyboard.press("Enter");
  await page.waitForFunction(arrived);
  await note(page);
}

// What people read on a page.
async function note(page) {
  seen.shown.push(await page.evaluate(() => document.body.innerText));
}

async function addEntry(page, name) {
  await type(page, "form.add input", name);
  await page.keyboard.press("Enter");
  await page.waitForFunction((title) => document.querySelector("h1").textContent === title, name);
  await note(page);
}

async function saved(page, selector) {
  await page.waitForFunction((wanted) => {
    const field = document.querySelector(wanted).closest(".field");
    const control = field.querySelector("input:not([type=checkbox]), textarea, select");
    if (field.querySelector(".outcome .error")) throw new Error(field.textContent);
    return control ? field.dataset.old === control.value && control.value !== "" : field.dataset.old !== "";
  }, selector);
}

// Fill in the field that a key leads to, as people do: by its kind.
async function fill(page, key, answer) {
  const field = `.field[data-key='${key}']`;
  const kind = await page.locator(field).getAttribute("class");
  if (kind.includes("choices")) {
    await tabTo(page, `${field} input[type=checkbox]`);
    await page.keyboard.press("Space");
  } else if (kind.includes("choice")) {
    await tabTo(page, `${field} select`);
    await page.keyboard.type(answer);
    await page.keyboard.press("Tab");
  } else {
    await type(page, `${field} input, ${field} textarea`, answer);
    await page.keyboard.press("Tab");
  }
  await saved(page, field);
}

const nameOf = (key) => JSON.parse(key).filter((step) => typeof step === "string").slice(-2).join(".");
const answerTo = (key) => asked.answers[nameOf(key)] ?? asked.answers[nameOf(key).split(".").at(-1)];

// What another saves is heard of late, on another page: what was begun there stays.
let release;
const held = new Promise((done) => { release = done; });
await page.route("**/parts?*", async (route) => { await held; await route.continue(); });
const heard = page.waitForRequest("**/parts?*");
writeFileSync(file, `${readFileSync(file, "utf8")}# A note of another\n`);
await heard;
await follow(page, "a.section[href*='team']", () => document.querySelector("[data-page='[\"team\"]']"));
await type(page, "form.add input", asked.mistake);
const late = page.waitForResponse("**/parts?*");
release();
await late;
await page.unroute("**/parts?*");
await page.waitForTimeout(300);
seen.begun = await page.locator("form.add input").inputValue();

await addEntry(page, asked.mistake);
await follow(page, "button[data-action=undo]", () => document.querySelector(".next") && document.querySelector("#status").textContent !== "");
seen.undone = await page.locator("#status").innerText();
for (const name of asked.colleagues) {
  await follow(page, "a.section[href*='team']", () => document.querySelector("[data-page='[\"team\"]']"));
  await addEntry(page, name);
  await fill(page, await page.locator(".field.choice[data-key$='\"function\"]']").getAttribute("data-key"), asked.function);
}
await follow(page, "a.section[href*='customer']", () => document.querySelector("[data-page='[\"customer\"]']"));
await type(page, "form.add[data-add*='\"goals\"'] input", asked.goal);
await page.keyboard.press("Enter");
await page.waitForFunction((title) => document.querySelector("h1").textContent === title, asked.goal);

// The stage page lists what is missing: each is answered where its link leads.
for (let round = 0; ; round += 1) {
  await follow(page, "a.tool[href=stage]", () => document.querySelector("[data-post=stage], #missing-shared"));
  if (!await page.locator("#missing-shared").count()) break;
  const missing = await page.locator("#missing-shared li").first().innerText();
  if (round > 30) throw new Error(`still missing: ${missing}`);
  await tabTo(page, "#missing-shared a");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("main [data-page]"));
  const target = decodeURIComponent(new URL(page.url()).hash.slice(1));
  const scope = target ? page.locator(`[id="${target}"]`) : page.locator("main [data-page]");
  await scope.waitFor();
  await note(page);
  const list = await scope.getAttribute("data-list");
  if (list) {
    const input = `form.add[data-add='${list}'] input`;
    if (await page.locator(input).count()) {
      await type(page, input, answerTo(list));
      await page.keyboard.press("Enter");
    } else {
      await tabTo(page, `form.add[data-add='${list}'] button`);
      await page.keyboard.press("Enter");
    }
    await page.waitForFunction((key) => document.querySelector("main [data-page]")?.dataset.page.startsWith(`${key.slice(0, -1)},`), list);
    continue;
  }
  const keys = await scope.evaluate((one) => [one, ...one.querySelectorAll(".field[data-key]")]
    .filter((each) => each.dataset.key && !each.dataset.old).map((each) => each.dataset.key));
  const known = keys.filter((key) => answerTo(key) !== undefined);
  const own = await scope.getAttribute("data-key");
  if (!known.length && own && answerTo(own) !== undefined) known.push(own);
  if (!known.length) throw new Error(`no answer to ${missing}: ${[own, ...keys]}`);
  for (const key of known) await fill(page, key, answerTo(key));
}

// The stage changes, and the page is shown anew late: whoever has gone on by keyboard stays there.
let showAnew;
const shownLate = new Promise((done) => { showAnew = done; });
await page.route("**/stage", async (route) => {
  if (route.request().method() === "GET") await shownLate;
  await route.continue();
});
const anew = page.waitForRequest((request) => request.method() === "GET" && request.url().endsWith("/stage"));
await tabTo(page, "[data-post=stage] button:not(.quiet)");
await page.keyboard.press("Enter");
await anew;
await tabTo(page, "a.tool[href=ask]");
showAnew();
await page.waitForFunction(() => !document.querySelector("[data-post=stage] button:not(.quiet)"));
await page.unroute("**/stage");
seen.stayed = await page.evaluate(() => document.activeElement.matches("a.tool[href=ask]"));
await note(page);

// Two colleagues are asked, and answer: one by a text, one in Excel.
await follow(page, "a.tool[href=ask]", () => document.querySelector(".colleagues"));
const person = (at, form) => `.colleagues > li:nth-child(${at}) button[value=${form}]`;
await follow(page, person(1, "txt"), () => document.querySelector("#copy"));
const sent = await page.locator("#copy").inputValue();
const code = sent.match(/\[Q1-(\w+)\]/)[1];
await type(page, "#reply-text", `[Q1-${code}]\n${asked.replies[0]}\n[/Q1-${code}]`);
await follow(page, "[data-post=answers] button", () => document.querySelector("#report .ok"));
const marked = () => page.evaluate(() => [...document.querySelectorAll("#bar [aria-current], #nav [aria-current]")].map((one) => one.getAttribute("href")));
seen.marked = [await marked()];
const [download] = await Promise.all([page.waitForEvent("download"), tabTo(page, person(2, "xlsx")).then(() => page.keyboard.press("Enter"))]);
const workbook = join(asked.out, "answers.xlsx");
await download.saveAs(workbook);
execFileSync(asked.fill[0], [...asked.fill.slice(1), workbook, asked.replies[1]], { cwd: asked.root });
await page.locator("#reply-file").setInputFiles(workbook);
await follow(page, "[data-post=answers] button", () => document.querySelector(".different .conflict"));
seen.different = await page.locator(".different").innerText();

// A meeting: who is here, what a function says, and what it decides.
writeFileSync(file, `${readFileSync(file, "utf8")}stakeholders:\n  - {id: kim, name: Kim Berg}\n  - {id: lou, name: Lou Maas}\n`);
await follow(page, "a.tool[href=meeting]", () => document.querySelector("[data-post=begin-meeting]"));
await follow(page, "[data-post=begin-meeting] button", () => document.querySelector(".present .field"));

// Another adds a meeting before it: what was opened stays open, and what was chosen stays chosen.
const addMeeting = (day) => writeFileSync(file, readFileSync(file, "utf8").replace(/^reviews:\n/m, `$&  - {date: ${day}, kind: Call}\n`));
await tabTo(page, "#confirm > summary");
await page.keyboard.press("Enter");
await page.evaluate(() => { document.querySelector(".functions").dataset.before = "yes"; });
addMeeting("2026-01-12");
await page.waitForFunction(() => document.querySelector(".functions:not([data-before])"));
seen.stillOpen = await page.locator("#confirm").evaluate((one) => one.open);
await page.locator("#confirm").evaluate((one) => { one.open = true; });
await tabTo(page, "#confirm-by");
await page.keyboard.type("Lou");
await page.keyboard.press("Tab");
await page.evaluate(() => document.activeElement.blur());
const chosen = await page.locator("#confirm-by").inputValue();
await page.evaluate(() => { document.querySelector(".functions > li:not(#customer) > *").dataset.before = "yes"; });
addMeeting("2026-01-13");
await page.waitForFunction(() => !document.querySelector(".functions [data-before]"));
seen.chosen = [chosen, await page.locator("#confirm-by").inputValue()];
await tabTo(page, ".present .field input[type=checkbox]");
await page.keyboard.press("Space");
await saved(page, ".present .field");
seen.marked.push(await marked());
await tabTo(page, "[id^=restate-] > summary");
await page.keyboard.press("Enter");
await type(page, "[data-post=restate] textarea", asked.words);
await follow(page, "[data-post=restate] button", () => document.querySelector("blockquote.said"));
await tabTo(page, "[id^=sign-] > summary");
await page.keyboard.press("Enter");
// While a note is typed, another records what the customer has confirmed.
await type(page, "[id^=sign-][open] textarea", asked.words);
await page.evaluate(() => {
  const sent = { by: "lou", on: "", how: "" };
  for (const one of document.querySelectorAll("#confirm input[type=hidden]")) sent[one.name] = one.value;
  return fetch("confirm", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) });
});
await page.waitForSelector("#customer .state-line.agreed");
seen.note = await page.locator("[id^=sign-][open] textarea").inputValue();
await page.keyboard.press("Shift+Tab");
await tabTo(page, "[id^=sign-][open] input[type=radio]");
await page.keyboard.press("Space");
await follow(page, "[id^=sign-][open] [data-post=sign] button", () => !document.querySelector("[id^=sign-][open]"));

const plan = new URL("./", question).href;
await page.goto(plan);
const places = {
  start: asked.url, overview: plan, section: `${plan}part?key=%5B%22customer%22%5D`, entry: `${plan}part?key=%5B%22objectives%22%5D&all=1`,
  question, ask: `${plan}ask`, meeting: `${plan}meeting`, stage: `${plan}stage`, version: `${plan}version`,
};
const [look, options] = asked.phone
  ? ["phone dark", { colorScheme: "dark", viewport: { width: 320, height: 660 } }]
  : ["wide light", {}];
// axe is a script of another's, and the page allows none: the policy is lifted here only. One tab goes to
// all places: to open one takes longer than to look at it.
const lifted = await open("about:blank", { bypassCSP: true, ...options });
for (const [name, address] of Object.entries(places)) await violations(lifted, address, `${name} ${look}`);
await note(page);
await browser.close();
console.log(JSON.stringify(seen));
