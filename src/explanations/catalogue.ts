import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type Catalogue, ExplanationEntry } from "../domain/explanation.ts";

const Entries = z.array(ExplanationEntry);

/**
 * Reads every `*.json` file of the folder, one family of codes each. It throws on a file that breaks the
 * schema and on a code that stands twice: a wrong catalogue is a fault of the build, not of the surroundings.
 */
export function loadCatalogue(folder: string = import.meta.dirname): Catalogue {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted();
  const catalogue = new Map<string, ExplanationEntry>();
  const homes = new Map<string, string>();
  for (const file of files) {
    for (const entry of readEntries(folder, file)) {
      const home = homes.get(entry.code);
      if (home !== undefined) {
        throw new Error(`explanations: code ${entry.code} stands twice, in ${home} and ${file}`);
      }
      homes.set(entry.code, file);
      catalogue.set(entry.code, entry);
    }
  }
  return catalogue;
}

function readEntries(folder: string, file: string): readonly ExplanationEntry[] {
  const family = path.basename(file, ".json");
  const entries = parseEntries(file, readFileSync(path.join(folder, file), "utf8"));
  const stray = entries.find((entry) => entry.family !== family);
  if (stray !== undefined) {
    throw new Error(
      `explanations: ${file} holds ${stray.code} of family "${stray.family}"; the file's name is the family`,
    );
  }
  return entries;
}

function parseEntries(file: string, text: string): readonly ExplanationEntry[] {
  try {
    return Entries.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`explanations: ${file} is not valid: ${reason}`, { cause: error });
  }
}
