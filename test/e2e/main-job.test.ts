import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { DANA, MINUTE, T0 } from "../support/builders.ts";
import { fixture } from "../support/fixture.ts";
import { flatRun } from "../support/flat-run.ts";
import {
  buttonsOf,
  cardSaying,
  markupOf,
  repliesSaying,
  visibleText,
} from "../support/messages.ts";
import { type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

let flowrun: Flowrun;

beforeEach(async () => {
  flowrun = await startFlowrun();
});
afterEach(async () => {
  await flowrun.close();
});

describe("a failed run", () => {
  test("becomes one card that says what failed, in which step, why, and what to do", async () => {
    const { simulator } = flowrun;

    const answer = await simulator.adobe.post(fixture("flow-run-failure-sftp-timeout"));
    const card = await cardSaying(simulator, "wx_medallia_export_combined.csv");

    expect(answer.status).toBe(200);
    const words = visibleText(card);
    expect(words).toMatch(/Failed: Dataflow - wx_medallia_export_combined\.csv/);
    expect(words).toMatch(/SFTP Copy Activity/);
    expect(words).toMatch(/could not reach the source's SFTP server/);
    expect(words).toMatch(/SftpNetworkIssue.*2200.*CONNECTOR-1001-500/);
    expect(words).toMatch(/First time in 7 days/);
    expect(words).toMatch(/What to do/);
    expect(words).not.toContain("203.0.113.14");
    expect(buttonsOf(card)).toEqual(["Acknowledge", "Resolve", "Details", "Open in Adobe"]);
  });

  test("is told the same by the text alone, flow and cause first", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(fixture("flow-run-failure-sftp-timeout"));
    const { text } = await cardSaying(simulator, "Failed");

    expect(text.slice(0, 100)).toMatch(/wx_medallia_export_combined\.csv.*SFTP/);
    for (const told of [
      "Alert #1",
      "SftpNetworkIssue",
      "f0b809c5-603d-4d6e-9600-977cb2e277b4",
      "2023-09-01 03:44 UTC",
      "https://experience.adobe.com/#/",
      "What to do",
    ]) {
      expect(text).toContain(told);
    }
  });

  test("in the older pipeline form gives the nested code, and no name to show", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(fixture("flow-run-failure-pipeline"));
    const card = await cardSaying(simulator, "Failed");

    expect(visibleText(card)).toMatch(/133.*CONNECTOR-2001-500/);
    expect(visibleText(card)).toContain("cf4fce79-8822-456d-8fce-798822556dc6");
  });

  test("with a code that nobody explained says so and quotes Adobe", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(
      flatRun({ code: "DCVS-9999-400", message: "record <!channel> bad" }),
    );
    const card = await cardSaying(simulator, "DCVS-9999-400");

    expect(visibleText(card)).toContain("No explanation for");
    expect(visibleText(card)).toContain("record <!channel> bad");
    expect(markupOf(card)).not.toContain("<!channel>");
  });

  test("of Adobe's array form is told once for each element", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post([
      flatRun({ flowId: "flow-a", flowName: "Alpha" }),
      flatRun({ flowId: "flow-b", flowName: "Beta" }),
    ]);
    await cardSaying(simulator, "Alpha");
    await cardSaying(simulator, "Beta");

    expect(simulator.slack.messages()).toHaveLength(2);
  });
});

describe("repetition and order", () => {
  test("the same failure fifty times, at once and under other event ids, is one card", async () => {
    const { simulator } = flowrun;
    const run = flatRun();
    const first = { event_id: "e-1", event: run, recipient_client_id: "test-client" };

    await Promise.all(Array.from({ length: 25 }, () => simulator.adobe.post(first)));
    await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        simulator.adobe.post({ ...first, event_id: `other-${index}` }),
      ),
    );
    const card = await cardSaying(simulator, "Orders to Profile");
    await simulator.adobe.post(flatRun({ flowId: "flow-last", flowName: "Last one" }));
    await cardSaying(simulator, "Last one");

    expect(simulator.slack.messages()).toHaveLength(2);
    expect(simulator.slack.calls("chat.postMessage")).toHaveLength(2);
    expect(card.text).toContain("First time in 7 days");
    expect(simulator.slack.replies(card.ts)).toEqual([]);
  });

  test("another failed run of the same cause raises the counter of the same card", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ at: T0 }));
    await simulator.adobe.post(flatRun({ at: T0 + 15 * MINUTE }));
    const card = await cardSaying(simulator, "2nd failure");

    expect(simulator.slack.messages()).toHaveLength(1);
    await repliesSaying(simulator, card.ts, "2");
  });

  test("another cause of the same flow is another alert", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ code: "133" }));
    await simulator.adobe.post(flatRun({ code: "MAPPER-3700-400" }));
    await cardSaying(simulator, "MAPPER-3700-400");
    await cardSaying(simulator, "133");

    expect(simulator.slack.messages()).toHaveLength(2);
  });

  test("the flow's next good run resolves the alert, and says after how many failures and how long", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ at: T0 }));
    await simulator.adobe.post(flatRun({ at: T0 + 60 * MINUTE }));
    await simulator.adobe.post(flatRun({ status: "success", at: T0 + 130 * MINUTE }));
    const card = await cardSaying(simulator, "Recovered");

    expect(card.text).toMatch(/2 failures.*2 h 10 min/);
    expect(buttonsOf(card)).toEqual(["Details", "Open in Adobe"]);
    const line = await repliesSaying(simulator, card.ts, "ecovered");
    expect(line.text).toMatch(/2 failures.*2 h 10 min/);
  });

  test("a failure after that opens a new alert that knows the one before", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ at: T0 }));
    await simulator.adobe.post(flatRun({ status: "success", at: T0 + 30 * MINUTE }));
    await simulator.adobe.post(flatRun({ at: T0 + 60 * MINUTE }));
    const card = await cardSaying(simulator, "Alert #2");

    expect(card.text).toContain("2nd time in 7 days");
    expect(card.text).toContain("the last one (Alert #1) recovered after 30 min");
    expect(simulator.slack.messages()).toHaveLength(2);
  });

  test("a success that overtakes its failure ends in the same: one recovered card", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ status: "success", at: T0 + 30 * MINUTE }));
    await simulator.adobe.post(flatRun({ at: T0 }));
    await cardSaying(simulator, "Recovered");

    expect(simulator.slack.messages()).toHaveLength(1);
  });

  test("a late 'started' of a run that has failed changes nothing", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ runId: "run-late", at: T0 }));
    const card = await cardSaying(simulator, "Failed");
    await simulator.adobe.post(flatRun({ runId: "run-late", status: "inProgress", at: T0 + 1 }));
    await simulator.slack.command(DANA, "/flowrun show run-late");
    const answer = await simulator.slack.waitFor(() => simulator.slack.ephemerals(DANA)[0]);

    expect(answer.text).toContain("Failed");
    expect(simulator.slack.messages()).toEqual([card]);
  });
});

test("started and good runs are recorded and not told", async () => {
  const { simulator } = flowrun;

  await simulator.adobe.post(fixture("flow-run-started"));
  await simulator.adobe.post(fixture("flow-run-success-envelope"));
  await simulator.adobe.post(fixture("flow-run-success-zero-records"));
  await simulator.slack.command(DANA, "/flowrun list");
  const answer = await simulator.slack.waitFor(() => simulator.slack.ephemerals(DANA)[0]);

  expect(simulator.slack.messages()).toEqual([]);
  expect(answer.text).toContain("Employee - Stolz Maria DB");
  expect(answer.text).toContain("running");
  expect(answer.text).toContain("100 in, 70 out");
});
