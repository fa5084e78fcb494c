import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { loadCatalogue } from "../../../src/explanations/catalogue.ts";

const folders: string[] = [];

function aFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "explanations-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

function anEntry(code: string, family: string): Record<string, unknown> {
  return {
    code,
    family,
    title: "It broke down",
    meaning: "Something broke down somewhere.",
    likelyCauses: ["Nobody knows yet."],
    steps: ["Look at it closely."],
    fixedBy: "adobe",
    retryHelps: "no",
    severity: "low",
    sources: [{ title: "A page", url: "https://example.com/" }],
    evidence: "documented",
  };
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test("the catalogue holds the codes that Adobe's own samples carry, from every file", () => {
  const catalogue = loadCatalogue();

  expect([...catalogue.keys()].toSorted()).toEqual([
    "133",
    "2200",
    "CONNECTOR-1001-500",
    "CONNECTOR-2001-500",
    "SftpNetworkIssue",
  ]);
  const families = new Set([...catalogue.values()].map((entry) => `${entry.family}.json`));
  const files = readdirSync(path.join(import.meta.dirname, "../../../src/explanations"));
  expect([...families].toSorted()).toEqual(
    files.filter((name) => name.endsWith(".json")).toSorted(),
  );
});

test.each([...loadCatalogue().values()])(
  "the entry of $code can be read and followed at three in the morning",
  (entry) => {
    expect(entry.title).not.toMatch(/[.!]$/);
    expect(entry.title.length).toBeLessThanOrEqual(45);
    expect(entry.meaning).toMatch(/^[A-Z].*\.$/);
    expect(entry.meaning.length).toBeLessThanOrEqual(120);
    expect(entry.meaning.match(/\. /g)).toBeNull();
    for (const step of entry.steps) {
      expect(step).toMatch(/^[A-Z].*[.?]$/);
      expect(step.length).toBeLessThanOrEqual(90);
    }
  },
);

test("only codes that say that a run failed but not why are generic", () => {
  const generic = [...loadCatalogue().values()].filter((entry) => entry.generic);

  expect(generic.map((entry) => entry.code).toSorted()).toEqual([
    "2200",
    "CONNECTOR-1001-500",
    "CONNECTOR-2001-500",
  ]);
});

test("a code that stands in two files is refused with both names", () => {
  const folder = aFolder({
    "one.json": JSON.stringify([anEntry("E1", "one")]),
    "two.json": JSON.stringify([anEntry("E1", "two")]),
  });

  expect(() => loadCatalogue(folder)).toThrow("code E1 stands twice, in one.json and two.json");
});

test("an entry in the file of another family is refused", () => {
  const folder = aFolder({ "one.json": JSON.stringify([anEntry("E1", "two")]) });

  expect(() => loadCatalogue(folder)).toThrow('one.json holds E1 of family "two"');
});

test.each([
  ["a text that is not JSON", "[{", "one.json is not valid"],
  [
    "a title of 61 characters",
    JSON.stringify([{ ...anEntry("E1", "one"), title: "x".repeat(61) }]),
    "title",
  ],
  ["a key that nobody reads", JSON.stringify([{ ...anEntry("E1", "one"), owner: "me" }]), "owner"],
  [
    "a source that is not https",
    JSON.stringify([{ ...anEntry("E1", "one"), sources: [{ title: "Page", url: "http://x.y/" }] }]),
    "url",
  ],
])("%s is refused, and the message names the file", (_what, text, message) => {
  const folder = aFolder({ "one.json": text });

  expect(() => loadCatalogue(folder)).toThrow(message);
  expect(() => loadCatalogue(folder)).toThrow("explanations: one.json");
});
