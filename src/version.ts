import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** From package.json, which stands above both `src` and `dist`. */
export function readVersion(): string {
  const file = path.join(import.meta.dirname, "../package.json");
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
