import type { Simulator } from "../src/simulator/simulator.ts";

const MINUTE_MS = 60_000;
const FLOWS = 4;
const RUNS = 16;

export interface Sent {
  readonly flow: string;
  readonly failed: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Runs of a few flows, in order, each failed or good at random. */
export function makeStory(random: () => number, sample: Record<string, unknown>): readonly Sent[] {
  const start = Date.now() - RUNS * 10 * MINUTE_MS;
  return Array.from({ length: RUNS }, (_, index) => {
    const flow = `Flow ${Math.floor(random() * FLOWS)}`;
    const failed = random() < 0.6;
    const at = start + index * 10 * MINUTE_MS;
    const durationSummary = { startedAtUTC: at, completedAtUTC: at + MINUTE_MS };
    const shared = {
      ...sample,
      id: `run-${index}`,
      flowId: flow.replace(" ", "-"),
      flowName: flow,
      createdAt: at,
      updatedAt: at + MINUTE_MS,
    };
    const good = { durationSummary, statusSummary: { status: "success" } };
    const body = failed ? shared : { ...shared, metrics: good, activities: [] };
    return { flow, failed, body };
  });
}

/** What must stand in the channel in the end: for each flow its cards in order, by their first word. */
function expectedCards(story: readonly Sent[]): ReadonlyMap<string, readonly string[]> {
  const cards = new Map<string, string[]>();
  for (const { flow, failed } of story) {
    const own = cards.get(flow) ?? [];
    cards.set(flow, own);
    const isOpen = own.at(-1) === "Failed";
    if (failed && !isOpen) own.push("Failed");
    if (!failed && isOpen) own[own.length - 1] = "Recovered";
  }
  return cards;
}

export interface Verdict {
  /** Alerts without a card. */
  readonly untold: number;
  /** Messages and replies that say what another one says. */
  readonly doubled: number;
  /** Cards in a state that is not the alert's. */
  readonly wrong: number;
  /** Marked "May be a repeat". */
  readonly marked: number;
}

export function judge(story: readonly Sent[], slack: Simulator["slack"]): Verdict {
  const cards = slack.messages();
  const said = [...cards, ...cards.flatMap(({ ts }) => slack.replies(ts))];
  const keys = said.map(({ metadata }) => JSON.stringify(metadata?.event_payload["delivery_id"]));
  const verdict = { untold: 0, wrong: 0 };
  for (const [flow, expected] of expectedCards(story)) {
    const own = new Map(
      cards
        .filter(({ text }) => text.includes(`: ${flow}.`))
        .map((card) => [card.metadata?.event_payload["delivery_id"], card.text]),
    );
    verdict.untold += Math.max(0, expected.length - own.size);
    verdict.wrong += countWrong([...own.values()], expected);
  }
  return {
    ...verdict,
    doubled: keys.length - new Set(keys).size,
    marked: said.filter(({ text }) => text.includes("May be a repeat")).length,
  };
}

/** Cards beyond what is expected are wrong too. */
function countWrong(texts: readonly string[], expected: readonly string[]): number {
  const left = [...expected];
  return texts.filter((text) => {
    const at = left.findIndex((state) => text.startsWith(state));
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  }).length;
}
