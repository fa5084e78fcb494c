/** A run as Flow Service lists it. */
export type ListedRun = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * | fault | what the list of runs does |
 * |---|---|
 * | repeat | gives the first page again and again, with the same next link |
 * | repeat_renamed | the same, with another token each time |
 * | endless | gives empty pages, each with another token |
 * | no_token | gives a page whose next link names no token |
 * | other_host | gives a right page whose next link is on another host |
 */
export type RunListFault = "repeat" | "repeat_renamed" | "endless" | "no_token" | "other_host";

export interface RunBook {
  /** Takes the place of what was known of the same run. What notifications alone state is left out. */
  readonly add: (run: object) => void;
  readonly list: (sandbox: string) => readonly ListedRun[];
  readonly setFault: (fault: RunListFault | false) => void;
  readonly fault: () => RunListFault | false;
}

/** Stated by notifications, never by Flow Service. */
const NOTIFICATION_ONLY = new Set([
  "flowName",
  "flowType",
  "url",
  "message",
  "alertName",
  "header",
]);

/** The runs of one organisation, each in its sandbox. */
export function createRunBook(): RunBook {
  const runs = new Map<string, ListedRun>();
  let fault: RunListFault | false = false;
  return {
    add: (run) => {
      const listed = toListed(run);
      if (listed !== undefined) runs.set(listed.id, listed);
    },
    list: (sandbox) =>
      [...runs.values()].filter((run) => (run["sandboxName"] ?? "prod") === sandbox),
    setFault: (wanted) => {
      fault = wanted;
    },
    fault: () => fault,
  };
}

function toListed(run: object): ListedRun | undefined {
  const entries = Object.entries(run).filter(([name]) => !NOTIFICATION_ONLY.has(name));
  const listed: Readonly<Record<string, unknown>> = Object.fromEntries(entries);
  const { id, flowId } = listed;
  // Others are no flow runs: alerts of rules, audit records.
  const isRun = typeof id === "string" && typeof flowId === "string" && "metrics" in listed;
  return isRun ? { ...listed, id } : undefined;
}
