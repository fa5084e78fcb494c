import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { FlowRunId } from "../../../../src/domain/ids.ts";
import { type Command, isUsageError } from "../../../../src/slack/commands/command.ts";
import { formatCommand } from "../../../../src/slack/commands/format.ts";
import { parseCommand } from "../../../../src/slack/commands/parse.ts";
import { findVerb, VERBS } from "../../../../src/slack/commands/table.ts";
import { escape, visible } from "../../../../src/slack/mrkdwn.ts";

const RUN = FlowRunId.parse("d9024c32-2174-4271-824c-322174627101");
const alert = (number: number): { kind: "alert"; number: number } => ({ kind: "alert", number });
const words = (text: string): { kind: "words"; text: string } => ({ kind: "words", text });

const UNDERSTOOD: [string, Command][] = [
  ["", { verb: "status" }],
  ["   ", { verb: "status" }],
  ["STATUS", { verb: "status" }],
  ["status Nightly CRM import", { verb: "status", target: words("Nightly CRM import") }],
  ['status "Nightly CRM import"', { verb: "status", target: words("Nightly CRM import") }],
  ["status “Nightly CRM”", { verb: "status", target: words("Nightly CRM") }],
  ["status 'Bob's flow'", { verb: "status", target: words("Bob's flow") }],
  ["status Bob's flow", { verb: "status", target: words("Bob's flow") }],
  ['status "Nightly', { verb: "status", target: words("Nightly") }],
  ["status #42", { verb: "status", target: alert(42) }],
  ["status “42”", { verb: "status", target: words("42") }],
  [`show ${RUN}`, { verb: "show", target: words(RUN) }],
  ["show 42", { verb: "show", target: alert(42) }],
  ["show A-42", { verb: "show", target: alert(42) }],
  ["show Alert #42", { verb: "show", target: alert(42) }],
  ["list", { verb: "list", filter: "all", page: 1 }],
  ["recent", { verb: "list", filter: "all", page: 1 }],
  ["list Failed", { verb: "list", filter: "failed", page: 1 }],
  ["list open page 3", { verb: "list", filter: "open", page: 3 }],
  [
    "list failed Nightly CRM page 2",
    { verb: "list", filter: "failed", flow: "Nightly CRM", page: 2 },
  ],
  ['list "failed"', { verb: "list", filter: "all", flow: "failed", page: 1 }],
  ['list "page 2"', { verb: "list", filter: "all", flow: "page 2", page: 1 }],
  [
    "list landing page clicks",
    { verb: "list", filter: "all", flow: "landing page clicks", page: 1 },
  ],
  ["ack #42", { verb: "ack", subject: alert(42) }],
  ["acknowledge 0042", { verb: "ack", subject: alert(42) }],
  ["retry #42", { verb: "retry", subject: alert(42) }],
  [`rerun ${RUN}`, { verb: "retry", subject: { kind: "run", runId: RUN } }],
  ["unack a-42", { verb: "unack", subject: alert(42) }],
  [`ack ${RUN}`, { verb: "ack", subject: { kind: "run", runId: RUN } }],
  ["resolve 42", { verb: "resolve", subject: alert(42) }],
  [
    "resolve alert #42 rotated the key",
    { verb: "resolve", subject: alert(42), note: "rotated the key" },
  ],
  [
    'resolve 42 "rotated the key"',
    { verb: "resolve", subject: alert(42), note: "rotated the key" },
  ],
  ['resolve 42 it said "no"', { verb: "resolve", subject: alert(42), note: 'it said "no"' }],
  ["resolve 42 &lt;b&gt; &amp; c", { verb: "resolve", subject: alert(42), note: "<b> & c" }],
  [
    "resolve 42 asked <@U1|sam> in <#C1|ops>",
    { verb: "resolve", subject: alert(42), note: "asked @sam in #ops" },
  ],
  [
    "resolve 42 see <https://a.example/x>",
    { verb: "resolve", subject: alert(42), note: "see https://a.example/x" },
  ],
  ["help", { verb: "help" }],
  ["?", { verb: "help" }],
  ["help recent", { verb: "help", topic: "list" }],
  ["sho\u200Bw 42", { verb: "show", target: alert(42) }],
];

test.each(UNDERSTOOD)("%j is understood", (text, command) => {
  expect(parseCommand(text)).toEqual(command);
});

test.each([
  ["statsu", ["/flowrun status"]],
  ["statsu Nightly CRM", ["/flowrun status Nightly CRM"]],
  ["lsit failed", ["/flowrun list failed"]],
  ["aack #42", ["/flowrun ack #42"]],
  ["nack #42", ["/flowrun ack #42", "/flowrun unack #42"]],
  ["42", ["/flowrun show #42"]],
  ["Nightly CRM import", ["/flowrun status Nightly CRM import"]],
  ["help lits", ["/flowrun help list"]],
])("after %j the nearest command is offered", (text, suggestions) => {
  expect(parseCommand(text)).toMatchObject({ suggestions });
});

test.each([
  ["ack", "ack needs an alert's number or a run's id.", "/flowrun ack #42"],
  ["unack #1 #2", "unack takes one alert or run at a time.", "/flowrun unack #42"],
  [
    "resolve",
    "resolve needs an alert's number or a run's id.",
    "/flowrun resolve #42 rotated the SFTP key",
  ],
  ["show", "show needs a run's id or an alert's number.", "/flowrun show #42"],
  ["list page", "A page is a number from 1 on.", "/flowrun list page 2"],
  ["list page zero", "A page is a number from 1 on.", "/flowrun list page 2"],
  ["list failed page 0", "A page is a number from 1 on.", "/flowrun list page 2"],
  [`ack ${"x".repeat(201)}`, "No name or id is longer than 200 characters.", "/flowrun ack #42"],
  [`status ${"x".repeat(201)}`, "No name or id is longer than 200 characters.", "/flowrun status"],
  [
    `resolve 42 ${"x".repeat(501)}`,
    "A note has at most 500 characters; this one has 501.",
    "/flowrun resolve #42 rotated the SFTP key",
  ],
  ["x".repeat(2_001), "A command has at most 2000 characters.", "/flowrun help"],
  ["help me", 'There is no command "me".', "/flowrun help"],
])("%j is answered with what was wrong and how to say it", (text, message, example) => {
  expect(parseCommand(text)).toMatchObject({ message, example });
});

test.each(
  VERBS.flatMap(({ verb, examples }) => examples.map((example) => [verb, example] as const)),
)("the example of %s in the help is understood: %s", (verb, example) => {
  expect(parseCommand(example)).toMatchObject({ verb });
});

test("every name of a command names one command", () => {
  const names = VERBS.flatMap(({ verb, aliases }) => [verb, ...aliases]);

  expect(new Set(names).size).toBe(names.length);
  expect(names.map((name) => findVerb(name.toUpperCase()) !== undefined)).not.toContain(false);
});

/** What parsing leaves as it is: visible, no blanks at the ends, and some quote that it does not hold. */
const name = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.string({ minLength: 1, maxLength, unit: "binary" }),
      fc.string({ minLength: 1, maxLength }),
    )
    .map((text) => visible(text).replaceAll("”", "").trim())
    .filter((text) => text.length > 0 && text.length <= maxLength);
const numbered = fc.integer({ min: 1, max: 999_999_999 }).map(alert);
const target = fc.oneof(numbered, name(200).map(words));
const subject = fc.oneof(
  numbered,
  name(200).map((id) => ({ kind: "run" as const, runId: FlowRunId.parse(id) })),
);
const page = fc.integer({ min: 1, max: 999_999 });
const filter = fc.constantFrom("all" as const, "failed" as const, "open" as const);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ verb: fc.constant("status" as const), target }, { requiredKeys: ["verb"] }),
  fc.record(
    { verb: fc.constant("list" as const), filter, flow: name(200), page },
    { requiredKeys: ["verb", "filter", "page"] },
  ),
  fc.record({ verb: fc.constant("show" as const), target }),
  fc.record({ verb: fc.constantFrom("ack" as const, "unack" as const), subject }),
  fc.record(
    { verb: fc.constant("resolve" as const), subject, note: name(500) },
    { requiredKeys: ["verb", "subject"] },
  ),
  fc.record(
    {
      verb: fc.constant("help" as const),
      topic: fc.constantFrom(...VERBS.map(({ verb }) => verb)),
    },
    { requiredKeys: ["verb"] },
  ),
);

test("a command written down and sent by Slack is read back as it was", () => {
  fc.assert(
    fc.property(command, (given) => {
      expect(parseCommand(escape(formatCommand(given)))).toEqual(given);
    }),
    { numRuns: 300 },
  );
});

test("every text has an answer", () => {
  const said = fc.array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        ...VERBS.map(({ verb }) => verb),
        "page",
        "failed",
        '"',
        "“",
        "'",
        "#42",
        "\uD800",
        "<",
        "\n",
      ),
    ),
  );
  fc.assert(
    fc.property(said, (parts) => {
      const parsed = parseCommand(parts.join(" "));

      expect(isUsageError(parsed) ? parsed.message : parsed.verb).not.toBe("");
    }),
    { numRuns: 300 },
  );
});

test("100,000 characters of quotes are answered in no time", () => {
  const started = performance.now();

  expect(parseCommand('"a '.repeat(33_000))).toMatchObject({ example: "/flowrun help" });
  expect(performance.now() - started).toBeLessThan(3_000);
});
