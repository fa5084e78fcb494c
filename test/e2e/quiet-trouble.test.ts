import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { DANA, MINUTE, T0 } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import { answerTo, cardSaying, repliesSaying, visibleText } from "../support/messages.ts";
import { type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

let flowrun: Flowrun;

beforeEach(async () => {
  flowrun = await startFlowrun();
});
afterEach(async () => {
  await flowrun.close();
});

describe("a success that is none", () => {
  test("records that were not ingested are an alert of their own, with the share", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ status: "success", records: 100, rejected: 30 }));
    const card = await cardSaying(simulator, "Partly ingested");

    expect(visibleText(card)).toContain("30 of 100 records were not ingested (30 %)");
    expect(card.text.slice(0, 100)).toContain("Orders to Profile. 30 records were not ingested");
    expect(visibleText(card)).not.toContain("Failed:");
  });

  test("it closes a failure, and is closed by a clean run only", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ at: T0 }));
    await simulator.adobe.post(
      flatRun({ status: "success", records: 100, rejected: 30, at: T0 + MINUTE }),
    );
    await cardSaying(simulator, "Recovered: Orders to Profile. No file arrived");
    const partly = await cardSaying(simulator, "Partly ingested");
    expect(partly.text).toMatch(
      /1\. .*see which records were not ingested.*\n2\. Correct them.*\n3\. If the data may go without them/,
    );
    await simulator.adobe.post(flatRun({ at: T0 + 2 * MINUTE }));
    await cardSaying(simulator, "Failed: Orders");
    expect((await cardSaying(simulator, "Partly ingested")).ts).toBe(partly.ts);
    await simulator.adobe.post(flatRun({ status: "success", records: 100, at: T0 + 3 * MINUTE }));
    await repliesSaying(simulator, partly.ts, "Recovered");

    expect(simulator.slack.messages().map(({ text }) => text.split(":")[0])).toEqual([
      "Recovered",
      "Recovered",
      "Recovered",
    ]);
  });

  test("input minus output is not called a failure", async () => {
    const { simulator } = flowrun;
    const run = flatRun({ status: "success", records: 100 });
    const filtered = {
      ...run,
      metrics: {
        ...Object(run["metrics"]),
        recordSummary: { inputRecordCount: 100, outputRecordCount: 70 },
      },
    };

    await simulator.adobe.post(filtered);
    await simulator.slack.command(DANA, "/flowrun list");
    await answerTo(simulator, DANA, "100 in, 70 out");

    expect(simulator.slack.messages()).toEqual([]);
  });
});

describe("a run that brought nothing", () => {
  test("is told where the flow brought something before, and recovers with the next data", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ status: "success", records: 500, at: T0 }));
    await simulator.adobe.post(flatRun({ status: "success", records: 0, at: T0 + 60 * MINUTE }));
    const card = await cardSaying(simulator, "No data");
    expect(visibleText(card)).toContain("brought no records; earlier runs of this flow did");
    expect(visibleText(card)).toContain("is there data for this time window?");
    await simulator.adobe.post(flatRun({ status: "success", records: 9, at: T0 + 90 * MINUTE }));

    expect((await cardSaying(simulator, "Recovered")).ts).toBe(card.ts);
  });

  test("is told also when the run that brought something is heard of later", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ status: "success", records: 0, at: T0 + 60 * MINUTE }));
    expect(simulator.slack.messages()).toEqual([]);
    await simulator.adobe.post(flatRun({ status: "success", records: 500, at: T0 }));

    await cardSaying(simulator, "No data");
    expect(simulator.slack.messages()).toHaveLength(1);
  });

  test("is not told of a flow that never brought anything", async () => {
    const { simulator } = flowrun;

    await simulator.adobe.post(flatRun({ status: "success", records: 0, at: T0 }));
    await simulator.adobe.post(flatRun({ status: "success", records: 0, at: T0 + MINUTE }));
    await simulator.adobe.post(flatRun({ flowId: "other", flowName: "Other flow" }));
    await cardSaying(simulator, "Other flow");

    expect(simulator.slack.messages()).toHaveLength(1);
  });
});
