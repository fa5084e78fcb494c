/**
 * Pictures of the demo page: `node scripts/screenshots.mjs <page address> <folder>`.
 * Desktop and phone, light and dark, the channel and (on the phone) the panel; one open thread.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { launchChromium, needChromium } from "./chromium.mjs";

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const PICTURES = [
  { name: "desktop", viewport: DESKTOP, colorScheme: "light" },
  { name: "desktop-dark", viewport: DESKTOP, colorScheme: "dark" },
  { name: "desktop-thread", viewport: DESKTOP, colorScheme: "light", thread: true },
  { name: "phone", viewport: PHONE, colorScheme: "light" },
  { name: "phone-dark", viewport: PHONE, colorScheme: "dark" },
  { name: "phone-panel", viewport: PHONE, colorScheme: "light", tab: "#tab-panel" },
];

const [url, folder] = process.argv.slice(2);
if (process.argv.length < 4) {
  console.error("usage: node scripts/screenshots.mjs <page address> <folder>");
  process.exit(2);
}
needChromium();

mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const picture of PICTURES) await take(picture);
} finally {
  await browser.close();
}

async function take({ name, viewport, colorScheme, thread, tab }) {
  const phone = viewport === PHONE;
  const context = await browser.newContext({
    viewport,
    colorScheme,
    deviceScaleFactor: 2,
    hasTouch: phone,
    isMobile: phone,
    locale: "en-GB",
    timezoneId: "Europe/Zurich",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("#feed[aria-busy=false] article").first().waitFor();
  if (thread) await page.locator(".thread-line").first().click();
  if (tab !== undefined) await page.locator(tab).click();
  await page.evaluate(() => document.fonts.ready);
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(file);
  await context.close();
}
