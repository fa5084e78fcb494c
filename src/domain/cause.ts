import type { Activity, ActivityKind, FlowRun, RunError } from "./flow-run.ts";

/**
 * Where in the payload an error stood, from the most specific place to the least:
 * `detail` the connector's own text, `nested` the step's inner errors, `records` the errors counted
 * per record, `status` the generic code of the step or run.
 */
export type CausePlace = "detail" | "nested" | "records" | "status";

export interface Cause {
  readonly place: CausePlace;
  readonly code?: string;
  readonly message?: string;
  readonly count?: number;
  readonly activity?: { readonly id: string; readonly name?: string; readonly kind: ActivityKind };
}

/** A number that only says "the copy failed"; the connector's own code stands in the detail text. */
const GENERIC_NESTED = new Set(["2200"]);

/**
 * Every different error of a failed run, most specific first. Empty when Adobe states none.
 * Codes are compared, not texts: Adobe words the same code in several ways.
 */
export function causesOf(run: FlowRun): readonly Cause[] {
  const failing = run.activities.filter((activity) => activity.status === "failed");
  const told = failing.length > 0 ? failing : run.activities;
  const found = [
    ...told.flatMap(detailCauses),
    ...told.flatMap((activity) => listed(activity.nestedErrors, "nested", activity)),
    ...told.flatMap((activity) => listed(activity.failedInfo, "records", activity)),
    ...listed(run.failedInfo, "records"),
    ...told.flatMap((activity) => listed(activity.errors, "status", activity)),
    ...listed(run.errors, "status"),
  ];
  return distinct(found).toSorted((one, other) => specificity(one) - specificity(other));
}

/** The most specific error of the run. */
export function rootCauseOf(run: FlowRun): Cause | undefined {
  return causesOf(run)[0];
}

/** The code that an alert is keyed by; `no-code` where Adobe states none. */
export function causeCodeOf(run: FlowRun): string {
  return causesOf(run).find((cause) => cause.code !== undefined)?.code ?? "no-code";
}

const PLACE_RANK = { detail: 0, nested: 1, records: 2, status: 4 } satisfies Record<
  CausePlace,
  number
>;

function specificity(cause: Cause): number {
  const generic = cause.code !== undefined && GENERIC_NESTED.has(cause.code);
  return generic && cause.place !== "status" ? 3 : PLACE_RANK[cause.place];
}

function listed(errors: readonly RunError[], place: CausePlace, activity?: Activity): Cause[] {
  return errors
    .filter((error) => error.code !== undefined || error.message !== undefined)
    .map((error) => ({
      place,
      ...(error.code === undefined ? {} : { code: error.code }),
      ...(error.message === undefined ? {} : { message: error.message }),
      ...(error.count === undefined ? {} : { count: error.count }),
      ...withActivity(activity),
    }));
}

function withActivity(activity: Activity | undefined): Pick<Cause, "activity"> {
  if (activity === undefined) return {};
  const { activityId: id, name, kind } = activity;
  return { activity: name === undefined ? { id, kind } : { id, name, kind } };
}

/** How much of a connector's text is read; real ones are below 4,000 characters. */
const DETAIL_LIMIT = 20_000;
const ERROR_CODE = /ErrorCode=([A-Za-z][A-Za-z0-9_]{1,99})/g;

/** Azure Data Factory's text: `ErrorCode=X,'Type=…,Message=…,Source=…,''Type=…`, one code per layer. */
function detailCauses(activity: Activity): Cause[] {
  const text = activity.errorDetail?.slice(0, DETAIL_LIMIT);
  if (text === undefined) return [];
  return [...text.matchAll(ERROR_CODE)].map((match) => {
    const message = messageAfter(text, match.index);
    return {
      place: "detail",
      code: match[1] ?? "",
      ...(message === undefined ? {} : { message }),
      ...withActivity(activity),
    };
  });
}

function messageAfter(text: string, from: number): string | undefined {
  const start = text.indexOf("Message=", from);
  if (start < 0) return undefined;
  const end = text.indexOf(",Source=", start);
  const message = text.slice(start + "Message=".length, end < 0 ? undefined : end).trim();
  return message === "" ? undefined : message;
}

/** One entry for each code (or, without a code, each text), the first and most specific kept. */
function distinct(causes: readonly Cause[]): Cause[] {
  const seen = new Map<string, Cause>();
  for (const cause of causes) {
    const key = cause.code ?? `text ${cause.message ?? ""}`;
    const known = seen.get(key);
    if (known === undefined) seen.set(key, cause);
    else if (known.count === undefined && cause.count !== undefined)
      seen.set(key, { ...known, count: cause.count });
  }
  return [...seen.values()];
}
