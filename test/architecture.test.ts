import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";

/** Who may import whom: `code` at run time, `types` by `import type` only, `packages` from npm or Node. */
const RULES: Record<string, { code: string[]; types?: string[]; packages?: RegExp }> = {
  domain: { code: ["domain"], packages: /^zod$/ },
  explanations: { code: ["explanations", "domain"], packages: /^(zod|node:.+)$/ },
  usecases: {
    code: ["usecases", "domain", "explanations"],
    types: ["store", "adobe", "clock", "logger"],
  },
  receive: {
    code: ["receive", "domain", "usecases", "bounded-body"],
    types: ["adobe", "store", "clock", "logger", "config"],
    packages: /^(express|zod|node-cache|node:.+)$/,
  },
  adobe: {
    code: ["adobe", "domain", "bounded-body"],
    types: ["clock", "logger", "config"],
    packages: /^(zod|node-cache|node:.+)$/,
  },
  store: {
    code: ["store", "domain"],
    types: ["clock", "logger"],
    packages: /^(kysely|libsql|pg|uuidv7|zod|node:.+)$/,
  },
  outbox: {
    code: ["outbox", "domain"],
    types: ["store", "slack", "clock", "logger"],
    packages: /^node:/,
  },
  slack: {
    code: ["slack", "domain", "usecases", "explanations"],
    types: ["store", "clock", "logger", "config"],
    packages: /^(@slack\/.+|express|fastest-levenshtein|zod|node:.+)$/,
  },
  operations: { code: ["operations"], types: ["store"], packages: /^express$/ },
  simulator: { code: ["simulator", "slack/limits"], packages: /^(express|zod|node:.+)$/ },
  config: {
    code: ["domain", "settings"],
    types: ["setting-values"],
    packages: /^(zod|yaml|node:.+)$/,
  },
  settings: { code: ["domain", "setting-values"], packages: /^zod$/ },
  "setting-values": { code: ["domain"], packages: /^zod$/ },
  "bounded-body": { code: [] },
  clock: { code: [], types: ["domain"], packages: /^node:/ },
  logger: { code: [], types: ["domain", "clock"], packages: /^(pino|node:.+)$/ },
  version: { code: [], packages: /^(zod|node:.+)$/ },
  "web-server": { code: ["domain"], types: ["clock", "logger"], packages: /^(express|node:.+)$/ },
  app: {
    code: [
      "app",
      "domain",
      "explanations",
      "operations",
      "web-server",
      "usecases",
      "receive",
      "adobe",
      "store",
      "outbox",
      "slack",
      "config",
      "clock",
      "logger",
      "version",
    ],
    packages: /^(express|uuidv7|node:.+)$/,
  },
  environment: { code: ["domain"], packages: /^node:/ },
  main: { code: ["app", "config", "domain", "environment", "logger"], packages: /^node:/ },
  import: {
    code: ["import", "app", "config", "domain", "environment", "logger"],
    types: ["usecases"],
    packages: /^node:/,
  },
};
const SRC = path.join(import.meta.dirname, "../src");
const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?(?:[\w${*][^;'"]*?from\s*)?\s*["']([^"']+)["']|\bimport\(\s*["'`]([^"'`]+)/gm;

/** `slack/limits.ts` is part of `slack`; `app.ts` is `app`. */
const partOf = (file: string): string => (file.split("/")[0] ?? "").replace(/\.ts$/, "");

function violations(file: string, source: string): string[] {
  const rule = RULES[partOf(file)];
  if (rule === undefined) return [`${file}: no row in RULES for "${partOf(file)}"`];
  return [...source.matchAll(IMPORT)].flatMap(([, typeOnly, fixed, dynamic]) => {
    const target = fixed ?? dynamic ?? "";
    const imported = path.posix.join(path.posix.dirname(file), target);
    const part = partOf(imported);
    const allowed = target.startsWith(".")
      ? rule.code.includes(part) ||
        rule.code.includes(imported.replace(/\.ts$/, "")) ||
        (typeOnly !== undefined && rule.types?.includes(part))
      : rule.packages?.test(target);
    return allowed ? [] : [`${file} must not import ${target}`];
  });
}

test("every import in src obeys the table", () => {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => file.endsWith(".ts"));

  expect(files).toContain("main.ts");
  expect(
    files.flatMap((file) => violations(file, readFileSync(path.join(SRC, file), "utf8"))),
  ).toEqual([]);
});

test.each([
  ["domain/alert.ts", 'import express from "express";'],
  ["domain/alert.ts", 'import { readFile } from "node:fs/promises";'],
  ["domain/alert.ts", 'import type { Store } from "../store/store.ts";'],
  ["domain/alert.ts", 'const late = await import("../store/store.ts");'],
  ["usecases/find-runs.ts", 'import { createStore } from "../store/store.ts";'],
  ["usecases/find-runs.ts", 'import { type Store } from "../store/store.ts";'],
  ["receive/router.ts", 'import {\n  post,\n} from "../slack/client.ts";'],
  ["slack/blocks/alert-card.ts", 'export * from "../../outbox/worker.ts";'],
  ["outbox/worker.ts", 'import { createClient } from "../slack/client.ts";'],
  ["app.ts", 'import { startSimulator } from "./simulator/demo.ts";'],
  ["store/rows.ts", 'import "../app.ts";'],
  ["helpers/text.ts", ""],
  ["simulator/demo.ts", 'import { startApp } from "../app.ts";'],
  ["simulator/slack/methods/chat.ts", 'import { escape } from "../../../slack/mrkdwn.ts";'],
  ["operations/router.ts", 'import { openStore } from "../store/open-store.ts";'],
])("%s may not say %s", (file, source) => {
  expect(violations(file, source)).toHaveLength(1);
});

test("type imports and a part's own files are allowed", () => {
  const source = `import type { Store } from "../store/store.ts";
import { Alert } from "../domain/alert.ts";
import { help } from "./help.ts";`;

  expect(violations("usecases/find-runs.ts", source)).toEqual([]);
});
