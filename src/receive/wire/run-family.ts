import type { ActivityKind, RunFamily } from "../../domain/flow-run.ts";

/** What of a flow run tells whose it is. */
export interface FamilyTraits {
  /** As the signed body states it; the header is not signed. */
  readonly statedCode?: string | undefined;
  readonly activityKinds: readonly ActivityKind[];
  readonly url?: string | undefined;
  readonly flowType?: string | undefined;
}

/** One service. The words are those of docs/notifications.md, which a test compares with this table. */
export interface FamilyRow {
  readonly family: Exclude<RunFamily, "unknown">;
  readonly recognisedBy: string;
  readonly becomes: string;
  readonly fixture: string;
  readonly activity?: ActivityKind;
  readonly code: RegExp;
  readonly page: RegExp;
  readonly flowType: RegExp;
}

/** `copy` and `promotion` are left to the last: other services' runs can have such steps, too. */
export const RUN_FAMILIES: readonly FamilyRow[] = [
  {
    family: "identity",
    recognisedBy: "an activity of Identity Service; code `identity_…`",
    becomes: "a run of Identity Service, with the runs before it",
    fixture: "flow-run-identity-success.json",
    activity: "identity",
    code: /^identity_/i,
    page: /[?&]pageType=identity\b/,
    flowType: /^identity$/i,
  },
  {
    family: "profile",
    recognisedBy: "an activity of Profile; code `profile_…`",
    becomes: "a run of Real-Time Customer Profile, with the runs before it",
    fixture: "flow-run-profile-failure.json",
    activity: "profile",
    code: /^profile_/i,
    page: /[?&]pageType=profile\b/,
    flowType: /^profile$/i,
  },
  {
    family: "segmentation",
    recognisedBy: "an activity of Segmentation; code `segment…`",
    becomes: "a segment evaluation job",
    fixture: "flow-run-segmentation-success.json",
    activity: "segmentation",
    code: /^segment(ation)?_/i,
    page: /\/platform\/segment\//,
    flowType: /^segmentation$/i,
  },
  {
    family: "query",
    recognisedBy: "an activity of Query Service; code `queries_…`",
    becomes: "a scheduled query",
    fixture: "flow-run-query-failure.json",
    activity: "query",
    code: /^quer(y|ies)_/i,
    page: /\/platform\/query\//,
    flowType: /^query$/i,
  },
  {
    family: "destination",
    recognisedBy: "code `destination_…`; page `pageType=destination`",
    becomes: "an activation to a destination; its status counts, also under an info code",
    fixture: "flow-run-destination-failed.json",
    code: /^destinations?_/i,
    page: /[?&]pageType=destination\b|\/platform\/destination\//,
    flowType: /^destination$/i,
  },
  {
    family: "source",
    recognisedBy: "code `source_…` or `sources_…`; page `/source/dataflows/`; copy or promotion",
    becomes: "a run of a source, batch or streaming",
    fixture: "flow-run-streaming-partial-success.json",
    code: /^sources?_/i,
    page: /\/platform\/source\//,
    flowType: /^source$/i,
  },
];

/** The steps tell most surely, then the code, then the page that is linked, then the flow's type. */
export function runFamilyOf({ statedCode, activityKinds, url, flowType }: FamilyTraits): RunFamily {
  const found =
    RUN_FAMILIES.find(
      ({ activity }) => activity !== undefined && activityKinds.includes(activity),
    ) ??
    RUN_FAMILIES.find(({ code }) => statedCode !== undefined && code.test(statedCode)) ??
    RUN_FAMILIES.find(({ page }) => url !== undefined && page.test(url)) ??
    RUN_FAMILIES.find((row) => flowType !== undefined && row.flowType.test(flowType));
  if (found !== undefined) return found.family;
  const hasBatchSteps = activityKinds.some((kind) => kind === "copy" || kind === "promotion");
  return hasBatchSteps ? "source" : "unknown";
}
