import type { AlertSummary } from "../domain/alert-view.ts";
import type { FlowRun } from "../domain/flow-run.ts";
import type { MetricAlert } from "../domain/metric-alert.ts";
import { oneLine } from "./mrkdwn.ts";

/** Adobe's pages are linked only at this host: a payload could name any other. */
const ADOBE_HOST = "experience.adobe.com";
const ORG_ID = /^[A-Za-z0-9]+@AdobeOrg$/;
/** Far longer than any true address, and short enough to leave room in a message. */
const LINK_LIMIT = 1_000;

export type LinkedRun = Pick<FlowRun, "runId" | "flowId" | "imsOrgId" | "sandboxName" | "url">;
export interface LinkedFlow {
  readonly flowId: string;
  readonly imsOrgId?: string | undefined;
  readonly sandboxName?: string | undefined;
}

/** The run's page in Adobe: the payload's own address if it leads to Adobe, else built from the ids. */
export function runUrl(run: LinkedRun, configuredOrg?: string): string | undefined {
  const stated = adobeUrl(run.url);
  if (stated !== undefined) return stated;
  const flow = flowUrl(run, configuredOrg);
  const runId = segment(run.runId);
  return flow === undefined || runId === undefined ? undefined : withinLimit(`${flow}/${runId}`);
}

/** The page with all runs of a flow. */
export function flowUrl(flow: LinkedFlow, configuredOrg?: string): string | undefined {
  const inSandbox = sandboxUrl(flow, configuredOrg);
  const flowId = segment(flow.flowId);
  if (inSandbox === undefined || flowId === undefined) return undefined;
  return withinLimit(`${inSandbox}/source/dataflows/${flowId}/activity`);
}

function sandboxUrl(
  { imsOrgId, sandboxName }: Omit<LinkedFlow, "flowId">,
  configuredOrg?: string,
): string | undefined {
  const org = [imsOrgId, configuredOrg].find((id) => id !== undefined && ORG_ID.test(id));
  const sandbox = segment(sandboxName);
  if (org === undefined || sandbox === undefined) return undefined;
  return `https://${ADOBE_HOST}/#/@${org}/sname:${sandbox}/platform`;
}

/** The page that shows what one of Adobe's rules fires for: as it states it, else built from the ids. */
export function reportUrl(report: MetricAlert, configuredOrg?: string): string | undefined {
  const stated = adobeUrl(report.url);
  if (stated !== undefined) return stated;
  const { flowId, runId, imsOrgId, sandboxName } = report;
  if (flowId === undefined) {
    const inSandbox = sandboxUrl({ imsOrgId, sandboxName }, configuredOrg);
    return report.kind === "throughput" && inSandbox !== undefined
      ? withinLimit(`${inSandbox}/license-usage/capacity`)
      : undefined;
  }
  const flow = { flowId, imsOrgId, sandboxName };
  return runId === undefined
    ? flowUrl(flow, configuredOrg)
    : runUrl({ ...flow, runId }, configuredOrg);
}

function withinLimit(url: string): string | undefined {
  return url.length > LINK_LIMIT ? undefined : url;
}

function adobeUrl(stated: string | undefined): string | undefined {
  if (stated === undefined || !URL.canParse(stated)) return undefined;
  const url = new URL(stated);
  const plain = url.protocol === "https:" && url.host === ADOBE_HOST;
  return plain && url.username === "" && url.password === "" ? withinLimit(url.href) : undefined;
}

/** One step of a path; nothing that is empty or leads upwards. */
function segment(text: string | undefined): string | undefined {
  const shown = text === undefined ? "" : oneLine(text);
  return /^\.*$/.test(shown) ? undefined : encodeURIComponent(shown);
}

const CHANNEL_ID = /^[A-Z0-9]+$/;
const MESSAGE_TS = /^\d+\.\d+$/;

/** Where an alert's card stands in Slack. */
export function cardUrl(
  workspaceUrl: string | undefined,
  card: AlertSummary["card"],
): string | undefined {
  if (workspaceUrl === undefined || card === undefined || !URL.canParse(workspaceUrl)) {
    return undefined;
  }
  const { protocol, host } = new URL(workspaceUrl);
  const sound = CHANNEL_ID.test(card.channel) && MESSAGE_TS.test(card.ts);
  if (protocol !== "https:" || !sound) return undefined;
  return `https://${host}/archives/${card.channel}/p${card.ts.replace(".", "")}`;
}
