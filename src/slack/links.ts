import type { AlertSummary } from "../domain/alert-view.ts";
import type { FlowRun } from "../domain/flow-run.ts";
import type { MetricAlert } from "../domain/metric-alert.ts";
import { oneLine } from "./mrkdwn.ts";

/** Adobe's pages are linked only at this host: a payload could name any other. */
const ADOBE_HOST = "experience.adobe.com";
const ORG_ID = /^[A-Za-z0-9]+@AdobeOrg$/;
/** Far longer than any true address, and short enough to leave room in a message. */
const LINK_LIMIT = 1_000;

export type LinkedRun = Pick<FlowRun, "runId" | "flowId" | "url" | "family"> & Place;
export interface LinkedFlow extends Place {
  readonly flowId: string;
}
interface Place {
  readonly imsOrgId?: string | undefined;
  readonly sandboxName?: string | undefined;
}

/**
 * | page | form | source |
 * |---|---|---|
 * | flow, run | `…/source/dataflows/{flow}/activity/{run}` | addresses in Adobe's sample alerts (help/observability/alerts/rules.md) |
 * | run of Identity, Profile or a destination | `…/monitoring/dashboard?pageType=…&flowId=…&runId=…` | the same |
 * | dataset | `…/dataset/browse/{dataset}` | public notebooks that link to it; no page of Adobe's states it |
 * | monitoring of all else | `…/monitoring/dashboard` | inferred from the one above, without its query |
 *
 * Adobe documents no page of a batch.
 */

/** The run's page in Adobe: the payload's own address if it leads to Adobe, else built from the ids. */
export function runUrl(run: LinkedRun, configuredOrg?: string): string | undefined {
  const stated = adobeUrl(run.url);
  if (stated !== undefined) return stated;
  if (pageTypeOf(run) !== undefined) return monitoringUrl(run, configuredOrg);
  const flow = flowUrl(run, configuredOrg);
  const runId = segment(run.runId);
  return flow === undefined || runId === undefined ? undefined : withinLimit(`${flow}/${runId}`);
}

/** The page with all runs of a flow. */
export function flowUrl(flow: LinkedFlow, configuredOrg?: string): string | undefined {
  const flowId = segment(flow.flowId);
  return flowId && platformUrl(flow, configuredOrg, `source/dataflows/${flowId}/activity`);
}

/** The dataset's page, which lists its batches. */
export function datasetUrl(
  { datasetId, ...place }: Place & { readonly datasetId?: string | undefined },
  configuredOrg?: string,
): string | undefined {
  const id = segment(datasetId);
  return id && platformUrl(place, configuredOrg, `dataset/browse/${id}`);
}

/** The run in the monitoring dashboard where Adobe has a page for its service, else the dashboard. */
export function monitoringUrl(
  run: Omit<LinkedRun, "url">,
  configuredOrg?: string,
): string | undefined {
  const pageType = pageTypeOf(run);
  const [flowId, runId] = [segment(run.flowId), segment(run.runId)];
  const isKnown = pageType !== undefined && flowId !== undefined && runId !== undefined;
  const query = isKnown ? `?pageType=${pageType}&flowId=${flowId}&runId=${runId}` : "";
  return platformUrl(run, configuredOrg, `monitoring/dashboard${query}`);
}

/** Adobe has pages of flows for sources; what else has one is not documented. */
export function hasFlowPage(run: Pick<LinkedRun, "family">): boolean {
  return pageTypeOf(run) === undefined;
}

function pageTypeOf({ family }: Pick<LinkedRun, "family">): string | undefined {
  switch (family) {
    case "identity":
    case "profile":
    case "destination":
      return family;
    case "source":
    case "segmentation":
    case "query":
    case "unknown":
    case undefined:
      return undefined;
  }
}

function platformUrl(
  place: Place,
  configuredOrg: string | undefined,
  page: string,
): string | undefined {
  const org = [place.imsOrgId, configuredOrg].find((id) => id !== undefined && ORG_ID.test(id));
  const sandbox = segment(place.sandboxName);
  if (org === undefined || sandbox === undefined) return undefined;
  return withinLimit(`https://${ADOBE_HOST}/#/@${org}/sname:${sandbox}/platform/${page}`);
}

/** The page that shows what one of Adobe's rules fires for: as it states it, else built from the ids. */
export function reportUrl(report: MetricAlert, configuredOrg?: string): string | undefined {
  const stated = adobeUrl(report.url);
  if (stated !== undefined) return stated;
  const { flowId, runId, imsOrgId, sandboxName } = report;
  if (flowId === undefined) {
    return report.kind === "throughput"
      ? platformUrl({ imsOrgId, sandboxName }, configuredOrg, "license-usage/capacity")
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
