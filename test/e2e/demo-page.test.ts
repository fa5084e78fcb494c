import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { CHROMIUM, launchChromium } from "../../scripts/chromium.mjs";

const ROOT = path.join(import.meta.dirname, "../..");

const required = process.env["CI"] === "true";
if (CHROMIUM === undefined && !required) {
  process.stderr.write("No Chromium found: the demo page is not tested in a browser.\n");
}

/** Where no browser is found the page is not tested, but with CI=true that is a failure. */
const describeWithBrowser = CHROMIUM === undefined && !required ? describe.skip : describe;

describeWithBrowser("the demo in a browser", () => {
  let demo: ChildProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if (CHROMIUM === undefined) throw new Error("CI=true, but there is no Chromium");
    demo = spawn(process.execPath, [path.join(ROOT, "dist/simulator/demo.js"), "--port", "0"]);
    const url = await addressOf(demo);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(url);
    await page.locator("#feed[aria-busy=false] article").first().waitFor();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    demo.kill("SIGTERM");
    await once(demo, "exit");
  });

  const feed = () => page.locator("#feed");
  const card = (words: RegExp) => feed().locator("article").filter({ hasText: words }).last();

  async function type(text: string): Promise<void> {
    await page.locator("#composer-input").fill(text);
    await page.keyboard.press("Enter");
  }

  test("a story is already told: a failure, an acknowledgement, a recovery", async () => {
    const told = card(/Recovered: Nightly CRM import/);

    await told.waitFor();
    expect(await told.innerText()).toMatch(/Recovered after 2 failures/);
    expect(await told.innerText()).toMatch(/3 replies/);
  });

  test("one click sends Adobe's sample failure, and the card stands there", async () => {
    await page.getByRole("button", { name: /SFTP time-out/ }).click();
    const failed = card(/Failed: Dataflow - wx_medallia_export_combined\.csv/);
    await failed.waitFor();

    expect(await failed.innerText()).toMatch(/could not reach the source's SFTP server/);
  });

  test("sending the same failure fifty times changes nothing", async () => {
    const count = await feed().locator("article").count();
    await page.getByRole("button", { name: /Same again/ }).click();
    await page.locator("text=accepted (200)").first().waitFor();

    expect(await feed().locator("article").count()).toBe(count);
    expect(await card(/wx_medallia/).innerText()).toContain("First time in 7 days");
  });

  test("Acknowledge changes the card in place and says who took it", async () => {
    await card(/Failed: Dataflow/)
      .getByRole("button", { name: /^Acknowledge/ })
      .click();
    const taken = card(/Acknowledged: Dataflow/);
    await taken.waitFor();

    expect(await taken.innerText()).toContain("@Dana Reyes");
  });

  test("/flowrun status answers, only to the one who asked", async () => {
    await type("/flowrun status");
    const answer = card(/1 acknowledged/);
    await answer.waitFor();

    expect(await answer.innerText()).toContain("Only visible to you");
  });

  test("resolving with a note shows the note on the card", async () => {
    await card(/Acknowledged: Dataflow/)
      .getByRole("button", { name: /^Resolve/ })
      .click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByRole("textbox").fill("rotated the SFTP key");
    await dialog.getByRole("button", { name: /^Resolve/ }).click();
    const resolved = card(/Resolved: Dataflow/);
    await resolved.waitFor();

    expect(await resolved.innerText()).toContain("rotated the SFTP key");
    expect(await page.locator("dialog[open]").count()).toBe(0);
  });

  test("Flowrun is killed and started again: what Adobe sent meanwhile is told", async () => {
    await page.getByRole("switch", { name: /Flowrun is dead/ }).click();
    await page.getByRole("button", { name: /Unknown error code/ }).click();
    await page.locator("text=did not answer").first().waitFor();
    await page.getByRole("switch", { name: /Flowrun is dead/ }).click();
    const late = card(/Failed: Loyalty members to Profile/);
    await late.waitFor({ timeout: 20_000 });

    expect(await late.innerText()).toContain("No explanation for code DCVS-9999-400 yet");
  }, 40_000);
});

function addressOf(demo: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    demo.stdout?.on("data", (data) => {
      output += String(data);
      const found = /Open (http:\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    demo.stderr?.on("data", (data) => {
      output += String(data);
    });
    demo.once("exit", () => reject(new Error(`the demo ended: ${output}`)));
  });
}
