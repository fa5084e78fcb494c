import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { MetricAlertKind } from "../../src/domain/metric-alert.ts";
import type { Notification } from "../../src/domain/notification.ts";
import { AlertKind } from "../../src/domain/run-outcome.ts";
import { readNotifications } from "../../src/receive/read-notifications.ts";
import { FAMILIES, familyOf } from "../../src/receive/wire/families.ts";
import { FORMS, formOf } from "../../src/receive/wire/forms.ts";
import { RUN_FAMILIES } from "../../src/receive/wire/run-family.ts";
import { lookOf } from "../../src/slack/blocks/wording/kind-words.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const DOCS = readFileSync(path.join(ROOT, "docs/notifications.md"), "utf8");

const fixture = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(ROOT, "fixtures/notifications", file), "utf8"));

interface Row {
  readonly recognisedBy: string;
  readonly becomes: string;
  readonly fixture: string;
}

/** The rows under a heading, each as the document spells it. */
function rowsUnder(first: string): string[] {
  const head = `| ${first} | Recognised by | Becomes | Fixture |\n|---|---|---|---|\n`;
  const [, below] = DOCS.split(head);
  if (below === undefined) throw new Error(`no table "${first}" in docs/notifications.md`);
  return below.slice(0, below.indexOf("\n\n")).split("\n");
}

const rowOf = (name: string, { recognisedBy, becomes, fixture: file }: Row): string =>
  `| ${name} | ${recognisedBy} | ${becomes} | \`${file}\` |`;

test("docs/notifications.md has the wrappings of the code, in their order", () => {
  expect(rowsUnder("Form")).toEqual(FORMS.map((form) => rowOf(form.form, form)));
});

test("docs/notifications.md has the families of the code, in their order", () => {
  expect(rowsUnder("Family")).toEqual(FAMILIES.map((family) => rowOf(family.family, family)));
});

test("docs/notifications.md has the services of the code, in their order", () => {
  expect(rowsUnder("Service")).toEqual(RUN_FAMILIES.map((row) => rowOf(row.family, row)));
});

test.each([...AlertKind.options, ...MetricAlertKind.options])(
  "docs/notifications.md and the README say what an alert of the kind %s is called",
  (kind) => {
    const { emoji, title } = lookOf(kind);
    const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");

    expect(DOCS).toContain(`an alert "${title}"`);
    expect(readme).toMatch(new RegExp(`^\\| .*${emoji}.*${title}`, "mu"));
  },
);

/** Everything in a body that could be a wrapping or a payload. */
function parts(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  return [value, ...Object.values(value).flatMap(parts)];
}

test.each(FORMS)("the fixture of the wrapping $form has it", ({ form, fixture: file }) => {
  expect(parts(fixture(file)).map((part) => formOf(part)?.form)).toContain(form);
});

test.each(FAMILIES)(
  "the fixture of the family $family is read as one",
  ({ family, fixture: file }) => {
    const families = parts(fixture(file)).flatMap((part) => familyOf(part)?.family ?? []);
    const [first] = read(file);

    expect(families[0]).toBe(family);
    expect(first?.content.kind).not.toBe("not_understood");
  },
);

test.each(RUN_FAMILIES)(
  "the fixture of the service $family is read as one",
  ({ family, fixture: file }) => {
    expect(read(file).map(({ content }) => content)).toMatchObject([
      { kind: "flow_run", run: { family } },
    ]);
  },
);

/** Read as its recipient does, whoever that is. */
function read(file: string): readonly Notification[] {
  const text = JSON.stringify(fixture(file));
  const imsOrgId = /"(?:xdm:imsOrg|imsOrgId)":"([^"]+)"/.exec(text)?.[1] ?? "none";
  const us = { clientId: "{CLIENT_ID}", imsOrgId };
  return readNotifications(JSON.parse(text), { us, receivedAt: Date.UTC(2026, 10, 24) })
    .notifications;
}
