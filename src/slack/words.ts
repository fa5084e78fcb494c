import type { FixedBy, RetryHelps } from "../domain/explanation.ts";
import type { Activity, FlowRun, RunStatus } from "../domain/flow-run.ts";

/** Numbers, durations and states in words. */

const NUMBERS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

export function number(value: number): string {
  return NUMBERS.format(value);
}

/** "1 run", "1,234 runs". */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)} ${value === 1 ? singular : plural}`;
}

/** "1st", "22nd", "113th". */
export function ordinal(value: number): string {
  const tens = value % 100;
  const suffixes = ["th", "st", "nd", "rd"] as const;
  const suffix = tens >= 11 && tens <= 13 ? "th" : (suffixes[value % 10] ?? "th");
  return `${number(value)}${suffix}`;
}

const UNITS = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1_000, name: "s" },
] as const;

/** The two greatest units that count: "2 h 10 min", "45 s". */
export function duration(ms: number): string {
  const first = UNITS.findIndex((unit) => ms >= unit.ms);
  const major = UNITS[first];
  if (major === undefined) return "under 1 s";
  const minor = UNITS[first + 1];
  const whole = `${number(Math.floor(ms / major.ms))} ${major.name}`;
  const rest = minor === undefined ? 0 : Math.floor((ms % major.ms) / minor.ms);
  return minor === undefined || rest === 0 ? whole : `${whole} ${rest} ${minor.name}`;
}

const BYTE_UNITS = ["kB", "MB", "GB", "TB", "PB"] as const;

/** Decimal units, as Adobe's pages use them: "512 bytes", "1.2 MB". */
export function bytes(value: number): string {
  let rest = value;
  let name: string | undefined;
  for (const unit of BYTE_UNITS) {
    // 999,950 would be rounded to "1,000 kB".
    if (rest < 999.95) break;
    rest /= 1_000;
    name = unit;
  }
  return name === undefined ? count(value, "byte") : `${number(rest)} ${name}`;
}

/** "2.5 %"; a share that is not nothing is never shown as "0 %". */
export function share(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 0.1 ? "under 0.1 %" : `${number(percent)} %`;
}

export const STATUS_WORDS = {
  in_progress: "running",
  success: "success",
  partial_success: "partial success",
  failed: "failed",
  unknown: "unknown",
} as const satisfies Record<RunStatus, string>;

/** Never alone: a word always stands beside it or in the text. */
export const STATUS_EMOJI = {
  in_progress: "🔄",
  success: "✅",
  partial_success: "🟨",
  failed: "❌",
  unknown: "❔",
} as const satisfies Record<RunStatus, string>;

/** Adobe's own word, where we do not know it. */
export function statusWords(run: Pick<FlowRun, "status" | "statusText">): string {
  return run.status === "unknown" && run.statusText !== undefined
    ? `unknown ("${run.statusText}")`
    : STATUS_WORDS[run.status];
}

export const KIND_WORDS = {
  copy: "Copy activity",
  promotion: "Processing activity",
  identity: "Identity activity",
  profile: "Profile activity",
  segmentation: "Segmentation activity",
  query: "Query activity",
  other: "Activity",
} as const satisfies Record<Activity["kind"], string>;

export const FIXED_BY_WORDS = {
  source_owner: "the owner of the source system",
  data_owner: "the owner of the data",
  flow_owner: "the owner of the flow",
  adobe: "Adobe's support",
  operator: "the operator of Flowrun",
} as const satisfies Record<FixedBy, string>;

export const RETRY_WORDS = {
  yes: "A retry often helps.",
  no: "A retry does not help.",
  after_fixing: "A retry helps only after the fix.",
} as const satisfies Record<RetryHelps, string>;
