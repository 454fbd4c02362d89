// Prints pages in one headless Chromium, as its `--print-to-pdf` does, each until it is on one sheet.
// Standard input: {"pages": {name: [paths of what is tried, in order]}, "chromium": path}. Standard output:
// {name: how many sheets the last one tried takes}, as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

const MARGIN = "1cm"; // what a browser leaves by itself, where the page does not say

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await launch(asked.chromium);
const page = await browser.newPage();
const sheets = {};
for (const [name, paths] of Object.entries(asked.pages)) {
  for (const path of paths) {
    await page.goto(pathToFileURL(path).href);
    const pdf = await page.pdf({
      preferCSSPageSize: true, printBackground: true,
      margin: { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN },
    });
    sheets[name] = pdf.toString("latin1").match(/\/Type\s*\/Page(?![a-zA-Z])/g).length;
    if (sheets[name] === 1) break;
  }
}
await browser.close();
console.log(JSON.stringify(sheets));
