import type { ImportPlan, ImportResult } from "../usecases/import-history.ts";
import { number } from "./progress.ts";

/** The last lines of an import: what it brought, and where it did not succeed, why and what to do. */
export function summaryOf(
  { end, at, counts, names, unresolved }: ImportResult,
  plan: ImportPlan,
): string {
  const lines = [];
  const where =
    at === undefined ? "" : ` at ${at.sandbox} ${new Date(at.day).toISOString().slice(0, 10)}`;
  switch (end.kind) {
    case "complete":
      lines.push(
        `Imported ${runs(counts.runs)} of the last ${plan.days === 1 ? "day" : `${plan.days} days`} (${plan.sandboxes.join(", ")}).`,
      );
      break;
    case "stopped":
      lines.push(`Stopped${where}. Start the import again: it goes on from there.`);
      break;
    case "unavailable":
      lines.push(
        `Could not go on${where}: ${end.reason}. Adobe's Flow Service gives no usable answer now. Start the import again later: it goes on from there.`,
      );
      break;
    case "refused":
      lines.push(`Could not go on${where}: ${end.reason}. ${REFUSED}`);
      break;
  }
  lines.push(
    `${number(counts.fresh)} new, ${number(counts.runs - counts.fresh)} known already${skipped(counts.daysSkipped)}. Nothing was posted in Slack.`,
  );
  if (counts.notUnderstood > 0) {
    lines.push(
      `${number(counts.notUnderstood)} entries of Adobe's list are no runs that Flowrun can read.`,
    );
  }
  if (names.found + names.missing > 0) lines.push(namesLine(names));
  if (end.kind === "complete" && unresolved > 0) {
    lines.push(
      `${number(unresolved)} ${unresolved === 1 ? "alert is" : "alerts are"} not resolved: see /flowrun status. They are told in Slack when their flows fail again.`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const REFUSED =
  "Check ADOBE_CLIENT_ID, ADOBE_CLIENT_SECRET, ADOBE_ORG_ID and ADOBE_SCOPES, and that the credential's role has View Sources and the sandbox (docs/adobe-setup.md, Names on the cards).";

function runs(count: number): string {
  return `${number(count)} ${count === 1 ? "run" : "runs"}`;
}

function skipped(days: number): string {
  return days === 0 ? "" : `; ${number(days)} ${days === 1 ? "day was" : "days were"} read before`;
}

function namesLine({ found, missing }: ImportResult["names"]): string {
  const known = `Names of ${number(found)} ${found === 1 ? "flow" : "flows"} looked up`;
  return missing === 0 ? `${known}.` : `${known}; of ${number(missing)} Adobe told none.`;
}
