import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { parseArguments } from "../../src/import/arguments.ts";
import { SETTINGS } from "../../src/settings.ts";
import { ask, metric } from "../support/ask.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { fixture } from "../support/fixture.ts";
import { flatRun } from "../support/flat-run.ts";
import { cardSaying, visibleText } from "../support/messages.ts";
import { said } from "../support/said.ts";
import {
  ADOBE_API_ENV,
  CLIENT_ID,
  type Flowrun,
  ORG_ID,
  startFlowrun,
} from "../support/start-flowrun.ts";

/** A walk through docs/adobe-setup.md: what it says to do is done, and what it says comes is what must come. */
const DOCUMENT = readFileSync(path.join(import.meta.dirname, "../../docs/adobe-setup.md"), "utf8");

/** The text under a heading, up to the next one of the same or a higher level. */
function section(title: string): string {
  const [, marks = "", from = ""] =
    new RegExp(`^(#+) ${title.replaceAll(/[()?]/g, "\\$&")}\n([\\s\\S]*)`, "m").exec(DOCUMENT) ??
    [];
  if (marks === "") throw new Error(`the document has no section "${title}"`);
  const end = from.search(new RegExp(`^#{1,${marks.length}} `, "m"));
  return end === -1 ? from : from.slice(0, end);
}

/** The cells of each row of a section's tables but the first of each, back-ticks and all. */
function rows(title: string): string[][] {
  return [...section(title).matchAll(/^\s*\|(?!-)(.+)\|$/gm)].map(([, cells = ""]) =>
    cells.split("|").map((cell) => cell.trim()),
  );
}

/** What stands between back-ticks within sentences, not in blocks. */
const codeIn = (text: string): string[] =>
  [...text.replaceAll(/```[\s\S]*?```/g, "").matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

/** The one line of code in a section that looks like this. */
function lineOf(title: string, pattern: RegExp): string {
  const found = section(title)
    .split("\n")
    .find((line) => pattern.test(line));
  if (found === undefined) throw new Error(`"${title}" has no line like ${pattern}`);
  return found.trim();
}

let app: Flowrun;
afterEach(() => app.close());

const start = async (options: Parameters<typeof startFlowrun>[0] = {}): Promise<void> => {
  app = await startFlowrun(options);
};

async function postUnsigned(body: string): Promise<number> {
  const answer = await fetch(`${app.url}/webhooks/adobe`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  await answer.body?.cancel();
  return answer.status;
}

describe("Make the project", () => {
  test("the two values that are noted are settings, and with them Flowrun starts and answers", async () => {
    const noted = rows("Make the project").flatMap(([setting = ""]) => codeIn(setting));
    await start({ env: { ADOBE_CLIENT_ID: "the-one-noted", ADOBE_ORG_ID: "NOTED@AdobeOrg" } });

    expect(noted).toEqual(["ADOBE_CLIENT_ID", "ADOBE_ORG_ID"]);
    expect((await app.simulator.adobe.challenge("hello")).status).toBe(200);
  });

  test.each([
    ["single", (run: object) => run],
    ["batch", (run: object) => [run]],
    ["Adobe I/O", (run: object) => ({ event_id: "e", recipient_client_id: CLIENT_ID, event: run })],
    ["CloudEvents", (run: object) => ({ specversion: "1.0", id: "c", type: "x", data: run })],
  ])("delivery as %s is understood, as the document says", async (_way, wrap) => {
    expect(section("Make the project")).toMatch(
      /Single and batch\s+delivery are both understood, and so are both formats, Adobe I\/O and CloudEvents/,
    );
    await start();
    const { status } = await app.simulator.adobe.post(wrap(flatRun()));
    await cardSaying(app.simulator, "Orders to Profile");

    expect(status).toBe(200);
  });
});

describe("The check of the address", () => {
  test("the curl line answers what the document says", async () => {
    await start();
    const line = lineOf("The check of the address", /^curl /);
    const [, address = "", answer] = /^curl '([^']+)'\s+# (.+)$/.exec(line) ?? [];

    const response = await fetch(address.replace("https://<your host>", app.url));

    expect([response.status, await response.text()]).toEqual([200, answer]);
    expect((await fetch(`${app.url}/webhooks/adobe?challenge=`)).status).toBe(400);
    expect(section("The check of the address")).toContain("is answered 400");
  });

  test("the other way: answered 200, opened once, and the log says and counts what the table says", async () => {
    await start();
    const { adobe } = app.simulator;
    const example = codeIn(section("The check of the address")).find((code) =>
      code.startsWith('{"validationUrl"'),
    );
    const [confirmed = [], failed = [], again = []] = rows("The check of the address").slice(1);

    const body = (origin: string): string =>
      (example ?? "")
        .replace("https://csm.adobe.io", origin)
        .replace("id=…", `id=${randomUUID()}`)
        .replace("challenge=…", `challenge=${randomUUID()}`);
    const { status, visited } = await adobe.validate(app.simulator.url);
    await visited;
    const [confirmedLine = ""] = codeIn(confirmed[0] ?? "");
    await app.logged(confirmedLine);
    const unknown = body(app.simulator.url);
    expect(await postUnsigned(unknown)).toBe(200);
    expect(await postUnsigned(unknown)).toBe(200);
    await app.logged(codeIn(failed[0] ?? "")[0] ?? "");
    await app.logged(codeIn(again[0] ?? "")[0] ?? "");

    expect(status).toBe(200);
    for (const [, counted = ""] of [confirmed, failed, again]) {
      const [outcome = ""] = codeIn(counted);
      expect(await metric(app, `flowrun_received_total{outcome="${outcome}"}`)).toBe(1);
    }
  });

  test("any other unsigned request is answered 401", async () => {
    await start();

    expect(section("The check of the address")).toMatch(
      /Any\s+other unsigned request is answered 401/,
    );
    for (const body of [
      "{}",
      "[]",
      JSON.stringify(flatRun()),
      '{"validationUrl":"https://evil.example"}',
    ]) {
      expect(await postUnsigned(body)).toBe(401);
    }
  });
});

describe("Send a sample event", () => {
  const table = (): string[][] => rows("Send a sample event");
  const row = (words: RegExp): string[] => {
    const found = table().find(([what = ""]) => words.test(what));
    if (found === undefined) throw new Error(`no row like ${words}`);
    return found;
  };

  test("200, the log line, and the status that says when Adobe was heard; only a failed run makes a card", async () => {
    await start();
    const [what = "", means = ""] = row(/Debug Tracing shows 200/);
    const [line = "", command = ""] = codeIn(what);
    const good = await app.simulator.adobe.post(flatRun({ status: "success", records: 3 }));
    await app.logged(line);
    const status = await ask(app, command);

    expect(good.status).toBe(200);
    expect(visibleText(status)).toMatch(/last notification/i);
    expect(means).toContain("only a failed run makes one");
    expect(app.simulator.slack.messages()).toEqual([]);
    await app.simulator.adobe.post(flatRun());
    await cardSaying(app.simulator, "Failed");
  });

  test("200 and not understood: in the status, in the words of the document", async () => {
    await start();
    const [what = ""] = row(/not understood/);
    const [, words = ""] = /"([^"]+)"/.exec(what) ?? [];
    const sample = Object.assign({}, fixture("cloudevents-other-provider"), {
      recipient_client_id: CLIENT_ID,
      recipientclientid: CLIENT_ID,
    });
    const { status } = await app.simulator.adobe.post(sample);

    expect(status).toBe(200);
    expect(visibleText(await ask(app, "/flowrun status"))).toContain(words);
  });

  test("401, 403, 400 or 415 are what a refusal can be", async () => {
    await start();
    const { adobe } = app.simulator;
    const run = flatRun();
    const statuses = [
      (await adobe.post(run, { raw: "another body" })).status,
      (await adobe.post({ ...run, imsOrgId: "OTHER@AdobeOrg" })).status,
      (await adobe.post(Buffer.from("no json"))).status,
      (await adobe.post(run, { headers: { "content-type": "text/plain" } })).status,
    ];

    expect(row(/^401/)[0]).toBe("401, 403, 400 or 415");
    expect(statuses).toEqual([401, 403, 400, 415]);
  });
});

describe("Who a notification is for", () => {
  const envelope = (more: object, run: object): object => ({ ...more, event: run });
  const withoutOrg = (): object => {
    const { imsOrgId: _none, ...run } = flatRun();
    return run;
  };

  test.each<[string, () => object, number]>([
    ["our client", () => envelope({ recipient_client_id: CLIENT_ID }, withoutOrg()), 200],
    [
      "our client, by the new name",
      () => envelope({ recipientclientid: CLIENT_ID }, withoutOrg()),
      200,
    ],
    ["another client", () => envelope({ recipient_client_id: "other" }, flatRun()), 403],
    ["no client, our organisation", () => ({ ...flatRun(), imsOrgId: ORG_ID }), 200],
    ["no client, another organisation", () => ({ ...flatRun(), imsOrgId: "X@AdobeOrg" }), 403],
    ["neither", withoutOrg, 403],
  ])("%s", async (_who, body, status) => {
    await start();

    expect((await app.simulator.adobe.post(body())).status).toBe(status);
  });
});

test("What a refusal looks like: the answer and the log line are the document's", async () => {
  await start();
  const title = "What a refusal looks like";
  const [body] = codeIn(section(title)).filter((code) => code.startsWith('{"error"'));
  const shown: Record<string, unknown> = JSON.parse(lineOf(title, /^\{"level"/));

  const answer = await app.simulator.adobe.post({ ...flatRun(), imsOrgId: "OTHER@AdobeOrg" });
  const logged = app.logs().find(({ msg }) => msg === shown["msg"]);

  expect(answer).toMatchObject({ status: 403, body });
  expect(logged).toEqual({
    ...shown,
    time: expect.anything(),
    adobeDeliveryId: expect.stringMatching(/./),
  });
  expect(codeIn(section(title))).toContain(shown["msg"]);
});

describe("Names on the cards", () => {
  test("the settings that it names are settings; the log line and the card's line come", async () => {
    const title = "Names on the cards";
    const named = rows(title).flatMap(([setting = ""]) => codeIn(setting));
    expect(named).toEqual(["ADOBE_CLIENT_SECRET", "ADOBE_SCOPES", "ADOBE_ORG_ID"]);
    expect(named.every((name) => name in SETTINGS)).toBe(true);
    const line = codeIn(section(title)).find((code) => code.startsWith("Adobe issued"));
    const [, small = ""] = /small print has a line\s+such as "([^"]+)"/.exec(section(title)) ?? [];

    await start({
      env: ADOBE_API_ENV,
      prepare: ({ adobe }) =>
        adobe.flows.define({
          flowId: "flow-orders",
          name: "Orders",
          source: { name: "Drop", type: "sftp" },
          dataset: { name: "Loyalty" },
        }),
    });
    await app.simulator.adobe.post(flatRun());
    await app.logged(line ?? "");

    await app.simulator.slack.waitFor(
      () => app.simulator.slack.messages().find(({ text }) => text.includes(small)),
      { what: `a card with the line "${small}"` },
    );
  });
});

test("The first day: the import's commands are taken", async () => {
  await start();
  const commands = [
    ...section("The first day: import history").matchAll(/npm run import -- ([^\n`]+)/g),
  ].map(([, args = ""]) => parseArguments(args.trim().split(" ")));

  expect(commands).toEqual([
    { kind: "import", days: 30, sandboxes: ["prod"] },
    { kind: "import", days: 30, sandboxes: ["prod", "dev"] },
    { kind: "help" },
  ]);
});

test("The journal: a silent webhook is told once in the channel, and again when it works", async () => {
  const clock = createFakeClock();
  const env: Record<string, string> = {};
  await start({
    clock,
    journal: true,
    env,
    simulator: { now: () => clock.now() },
    prepare: ({ registrationUrl }) =>
      Object.assign(env, ADOBE_API_ENV, { ADOBE_REGISTRATION_URL: registrationUrl }),
  });
  const { adobe } = app.simulator;
  const title = "The journal";
  const [silent = "", back = ""] = codeIn(section(title)).filter((code) =>
    /^Adobe (does not )?reach/.test(code),
  );
  let looks = 0;
  const lookAfter = async (ms: number): Promise<void> => {
    clock.advance(ms);
    looks += 1;
    await app.logged("looked into Adobe's journal", looks);
  };
  await lookAfter(0);
  await adobe.deliver(flatRun({ flowId: "a", flowName: "Alpha" }));
  await lookAfter(10_000);
  adobe.registration.set("disabled");
  await adobe.deliver(flatRun({ flowId: "b", flowName: "Beta" }));
  await lookAfter(300_000);
  await lookAfter(300_000);
  const told = await said(app, clock, silent);
  expect(visibleText(told)).toContain("disabled");

  adobe.registration.set("verified");
  clock.advance(1);
  await adobe.deliver(flatRun({ flowId: "c", flowName: "Gamma" }));
  await lookAfter(10_000);
  await said(app, clock, back);

  expect(app.simulator.slack.messages().filter(({ text }) => text.includes(back))).toHaveLength(1);
  expect(section(title)).toContain("every 5 minutes (`ADOBE_JOURNAL_SECONDS`)");
  expect(SETTINGS.ADOBE_JOURNAL_SECONDS.default).toBe("300");
});

test("every setting of Adobe's that has to be filled in is told of, and no other is named", async () => {
  await start();
  const named = new Set(DOCUMENT.match(/\bADOBE_[A-Z_]+\b/g));
  const known = Object.keys(SETTINGS).filter((name) => name.startsWith("ADOBE_"));

  expect([...named].filter((name) => !known.includes(name))).toEqual([]);
  // Where Adobe's own hosts are, nobody has to change.
  expect(known.filter((name) => !named.has(name))).toEqual(["ADOBE_IMS_URL"]);
});
