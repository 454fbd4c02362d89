// Takes screenshots in headless Chromium. Standard input: {"screenshots": [{"url": …, "width": …, "height": …,
// "margins": those of the paper if it is to look as printed, "wait": what to wait for, if anything,
// "out": file}], "chromium": path}.
import { readFileSync } from "node:fs";
import { launch } from "./chromium.mjs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await launch(asked.chromium);
try {
  for (const { url, width, height, margins, wait, out } of asked.screenshots) {
    const page = await browser.newPage({ viewport: { width, height } });
    if (margins) await page.emulateMedia({ media: "print" });
    await page.goto(url);
    if (margins) await page.evaluate((sides) => { document.documentElement.style.padding = sides; }, margins);
    if (wait) await page.waitForSelector(wait);
    await page.screenshot({ path: out });
    await page.close();
  }
} finally {
  await browser.close();
}
console.log("{}");
