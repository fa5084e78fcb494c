/**
 * Makes the pictures of the documents from the running demo: `npm run pictures`.
 * Starts the built demo, sends Adobe's sample failure and takes the card, the page and the phone.
 */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { launchChromium, needChromium } from "./chromium.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const FOLDER = path.join(ROOT, "docs/images");

needChromium();
const demo = spawn(process.execPath, [path.join(ROOT, "dist/simulator/demo.js"), "--port", "0"]);
const url = await new Promise((resolve, reject) => {
  let output = "";
  demo.stdout.on("data", (data) => {
    output += String(data);
    const found = /Open (http:\S+)/.exec(output)?.[1];
    if (found !== undefined) resolve(found);
  });
  demo.once("exit", () => reject(new Error(`the demo ended: ${output}`)));
});

mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium();
try {
  const desktop = await openPage({ width: 1280, height: 900 });
  await desktop.getByRole("button", { name: /SFTP time-out/ }).click();
  const card = desktop.locator("#feed article").filter({ hasText: "Failed: Dataflow" }).last();
  // The names come a moment later, and what is new stands out for a while.
  await card.getByText("dataset").waitFor();
  await desktop.waitForTimeout(4_000);
  await desktop.mouse.move(0, 0);
  await card.screenshot({ path: path.join(FOLDER, "card.png") });
  await desktop.screenshot({ path: path.join(FOLDER, "demo.png") });
  const phone = await openPage({ width: 390, height: 844 });
  await phone.screenshot({ path: path.join(FOLDER, "phone.png") });
} finally {
  await browser.close();
  demo.kill("SIGTERM");
}

async function openPage(viewport) {
  const page = await browser.newPage({ viewport, deviceScaleFactor: 2 });
  await page.goto(url);
  await page.locator("#feed[aria-busy=false] article").first().waitFor();
  return page;
}
