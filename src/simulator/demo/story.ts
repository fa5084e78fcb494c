import type { FixtureContext, MadeFixture } from "../page/page-options.ts";
import type { Simulator } from "../simulator.ts";
import { CRM_FLOW, GOOD, NO_FILES, SALES_FLOW, SFTP } from "./demo-fixtures.ts";
import { asNewRun, type RunChange } from "./demo-runs.ts";

const MINUTE_MS = 60_000;

/**
 * What has happened before the newcomer looks: a flow failed twice, Dana took it, and it recovered;
 * another flow ran well all night.
 */
export async function tellStory(
  { slack, adobe }: Simulator,
  context: FixtureContext,
): Promise<void> {
  const send = ({ body, eventId }: MadeFixture) => adobe.deliver(body, { eventId });
  const run = (name: string, minutesAgo: number, change: Omit<RunChange, "endedAt">) =>
    send(
      asNewRun(name, {
        context,
        change: { ...change, endedAt: context.now - minutesAgo * MINUTE_MS },
      }),
    );
  const crm = { flow: CRM_FLOW };
  const sales = { flow: SALES_FLOW };

  for (const minutesAgo of [460, 340, 220, 100]) {
    await run(GOOD, minutesAgo, {
      ...sales,
      records: { in: 48_000 + minutesAgo, out: 48_000 + minutesAgo },
    });
  }
  await run(GOOD, 245, { ...crm, records: { in: 12_480, out: 12_480 } });
  await run(SFTP, 185, { ...crm, nestedError: NO_FILES });
  const card = await slack.waitFor(() => slack.messages()[0], { what: "the story's card" });
  await run(SFTP, 125, { ...crm, nestedError: NO_FILES });
  await slack.waitFor(() => slack.replies(card.ts)[0], { what: "the story's second failure" });
  await slack.press("U0DANA", { ts: card.ts }, "Acknowledge");
  await slack.waitFor(() => slack.replies(card.ts)[1], { what: "the story's acknowledgement" });
  await run(GOOD, 65, { ...crm, records: { in: 12_655, out: 12_655 } });
  await slack.waitFor(() => slack.replies(card.ts)[2], { what: "the story's recovery" });
}
