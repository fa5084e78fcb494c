import { readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.join(import.meta.dirname, "../../fixtures/notifications");

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A fixture's JSON, with Adobe's placeholder organisation replaced by the tests' own. */
export function fixture(name: string, orgId = "5C1328435BF324E90A49402A@AdobeOrg"): Json {
  const text = readFileSync(path.join(FOLDER, `${name}.json`), "utf8");
  return JSON.parse(text.replaceAll("{ORG_ID}", orgId));
}
