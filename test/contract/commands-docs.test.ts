import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { loadConfig } from "../../src/config.ts";
import { AppError, type AppErrorCode } from "../../src/domain/errors.ts";
import { createFlowrunMetrics } from "../../src/operations/flowrun-metrics.ts";
import { REFUSALS, type ReceiveOutcome } from "../../src/receive/outcomes.ts";
import { SETTINGS, type SettingInfo } from "../../src/settings.ts";
import { VERBS } from "../../src/slack/commands/table.ts";
import { openTempStore } from "../support/temp-store.ts";

const ROOT = path.join(import.meta.dirname, "../..");

const settings: readonly [string, SettingInfo][] = Object.entries(SETTINGS);

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}

/** The cells of the one table under these headings, back-ticks taken off. */
function tableUnder(file: string, ...headings: readonly string[]): string[][] {
  const head = `| ${headings.join(" | ")} |`;
  const [, below, ...more] = read(file).split(`${head}\n`);
  if (below === undefined || more.length > 0) throw new Error(`${file} needs one table "${head}"`);
  const lines = below.split("\n").slice(1);
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(0, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

test("the README's table of commands says what the commands themselves say", () => {
  expect(tableUnder("README.md", "Command", "What it does", "Also")).toEqual(
    VERBS.map(({ usage, summary, aliases }) => [`/flowrun ${usage}`, summary, aliases.join(", ")]),
  );
});

test("the README's table of settings says what the schema says", () => {
  expect(tableUnder("README.md", "Setting", "Default", "What it is")).toEqual(
    settings.map(([name, { about, optional, unless, default: standard }]) => [
      name,
      unless === undefined
        ? (standard ?? (optional === true ? "none" : "required"))
        : `required without ${unless}`,
      about,
    ]),
  );
});

test(".env.example has every setting in order, each with what it is", () => {
  const found = [...read(".env.example").matchAll(/^# (.+)\n(# )?([A-Z_]+)=(.*)$/gm)];

  expect(found.map(([, about, off, name, value]) => [name, about, off ?? "", value])).toEqual(
    settings.map(([name, { about, optional, default: standard }]) => [
      name,
      expect.stringMatching(new RegExp(`^${about.replace(/[()]/g, "\\$&")}\\.`)),
      standard === undefined && optional !== true ? "" : "# ",
      standard ?? "",
    ]),
  );
});

test("with .env.example as it is, only what must be filled in is missing", () => {
  const required = settings.filter(
    ([, { optional, default: standard }]) => standard === undefined && optional !== true,
  );
  const names = required.map(([name]) => name);
  const filled = Object.fromEntries(required.map(([name, { example }]) => [name, example]));

  const env = parseEnv(read(".env.example"));
  const complaint = complaintOf(env);

  expect(Object.keys(env).toSorted()).toEqual(names.toSorted());
  expect([...complaint.matchAll(/^ {2}([A-Z_]+) is not set/gm)].map(([, name]) => name)).toEqual(
    names,
  );
  expect(loadConfig({ ...env, ...filled })).toEqual(loadConfig(filled));
});

function complaintOf(env: Record<string, string | undefined>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  return "";
}

test("the runbook has each refusal of the webhook with its status", () => {
  expect(
    tableUnder("docs/runbook.md", "Reason", "Status", "It means", "Do").map(([reason, status]) => [
      reason,
      status,
    ]),
  ).toEqual(Object.entries(REFUSALS).map(([reason, { status }]) => [reason, String(status)]));
});

test("the runbook has every other outcome that is counted", () => {
  const others = {
    recorded: true,
    not_understood: true,
    dropped: true,
    challenge_answered: true,
    validation_confirmed: true,
    validation_failed: true,
    validation_repeated: true,
    validation_limited: true,
    client_gone: true,
    nothing_sent: true,
  } satisfies Record<Exclude<ReceiveOutcome, keyof typeof REFUSALS>, true>;

  expect(
    tableUnder("docs/runbook.md", "Outcome", "Counts", "Do").map(([outcome]) => outcome),
  ).toEqual(Object.keys(others));
});

test("the runbook has every start-up error", () => {
  const codes = {
    bad_settings: true,
    folder_not_writable: true,
    folder_in_use: true,
    store_damaged: true,
    store_newer: true,
    migration_failed: true,
    slack_login_refused: true,
    slack_app_token_refused: true,
    port_in_use: true,
    cannot_listen: true,
  } satisfies Record<AppErrorCode, true>;

  expect(tableUnder("docs/runbook.md", "Code", "It says", "Do").map(([code]) => code)).toEqual(
    Object.keys(codes),
  );
});

test("the runbook has every metric", async () => {
  const store = await openTempStore();
  const text = await createFlowrunMetrics(store.read).render();
  await store.close();

  const names = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(
    tableUnder("docs/runbook.md", "Metric", "Is", "Be warned when").map(([name]) => name),
  ).toEqual(names);
});

test("the reason of each scope of the manifest is told, and of no other", () => {
  const manifest: { oauth_config: { scopes: { bot: string[] } } } = parse(read("manifest.yml"));

  expect(
    tableUnder("docs/slack-app.md", "Scope", "What it is used for").map(([scope]) => scope),
  ).toEqual(manifest.oauth_config.scopes.bot);
});

test.each([
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "docs/architecture.md",
  "docs/slack-app.md",
  "docs/adobe-setup.md",
  "docs/notifications.md",
  "docs/runbook.md",
])("every link of %s within the repository leads somewhere", (file) => {
  const links = [...read(file).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];

  const broken = links.filter(([, target = "", anchor]) => {
    const place = target === "" ? file : path.join(path.dirname(file), target);
    if (!existsSync(path.join(ROOT, place))) return true;
    return anchor !== undefined && !anchorsOf(place).includes(anchor);
  });

  expect(broken.map(([link]) => link)).toEqual([]);
});

/** As GitHub makes them of headings. */
function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}
