/** The last step of the build: what the compiler does not carry into `dist`. */
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");

cpSync(
  path.join(root, "src/simulator/page/assets"),
  path.join(root, "dist/simulator/page/assets"),
  { recursive: true },
);

const catalogue = path.join(root, "dist/explanations");
mkdirSync(catalogue, { recursive: true });
for (const file of readdirSync(path.join(root, "src/explanations"))) {
  if (file.endsWith(".json")) {
    cpSync(path.join(root, "src/explanations", file), path.join(catalogue, file));
  }
}
