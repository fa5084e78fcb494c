import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** Where a browser is, if there is one. */
export const CHROMIUM = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((file) => file !== undefined && existsSync(file));

export function launchChromium() {
  return chromium.launch({
    executablePath: CHROMIUM,
    // As root, which containers often run as, Chromium refuses its sandbox.
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

/** For scripts: says what to do and ends the process where there is no browser. */
export function needChromium() {
  if (CHROMIUM !== undefined) return;
  console.error(
    "No Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.",
  );
  process.exit(1);
}
