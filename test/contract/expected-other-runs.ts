import { RECEIVED_AT, RULES_ORG } from "./expected-runs.ts";

const counted = {
  recordsIn: 1,
  recordsOut: 0,
  recordsSkipped: 0,
  recordsFailed: 0,
};
const oneStep = {
  status: "success",
  startedAt: 1_694_466_196_065,
  completedAt: 1_694_467_520_000,
  figures: counted,
  errors: [],
  nestedErrors: [],
  failedInfo: [],
};

export const identity = {
  runId: "1a1dd6ad-a033-4e1f-a5be-1fa2c2698ca4",
  flowId: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
  flowName: "Datalake to UIS Flow",
  imsOrgId: RULES_ORG,
  sandboxName: "prod",
  providerRefId: "64ff8094a3c348289dc9a7a9",
  status: "success",
  createdAt: 1_694_466_196_663,
  updatedAt: 1_694_467_528_023,
  startedAt: 1_694_466_196_065,
  completedAt: 1_694_467_520_000,
  observedAt: RECEIVED_AT,
  figures: counted,
  errors: [],
  failedInfo: [],
  activities: [
    {
      ...oneStep,
      activityId: "46382888-2f46-11eb-adc1-0242ac120002",
      name: "UIS Batch Activity",
      kind: "identity",
    },
  ],
  batchIds: [],
  family: "identity",
  predecessors: ["e2af312c-6465-47d1-92bc-e21f26c4a8df"],
};

const MADE_UP = [{ code: "{ERROR_CODE}", message: "{ERROR_MESSAGE}" }];

/** Those that were made from the sample of Identity Service differ from it in little. */
function derived(run: object, step: object): object {
  const { predecessors: _own, ...rest } = identity;
  return { ...rest, ...run, activities: [{ ...oneStep, ...step }] };
}

export const profile = {
  ...derived(
    {
      runId: "5b1c7a90-2f7e-4c0c-9d58-0b6c6e2f1a05",
      flowName: "Datalake to UPS Flow",
      status: "failed",
      errors: MADE_UP,
      family: "profile",
    },
    {
      activityId: "08e3217c-2f46-11eb-adc1-0242ac120002",
      name: "UPS Batch Activity",
      kind: "profile",
      status: "failed",
      errors: MADE_UP,
    },
  ),
  predecessors: identity.predecessors,
};

export const segmentation = derived(
  {
    runId: "7c2d8ba1-308f-4d1d-8e69-1c7d7f302b06",
    flowName: "Segmentation Flow",
    family: "segmentation",
  },
  {
    activityId: "3c8e49bc-27a6-11ec-9621-0242ac130002",
    name: "Segmentation Activity",
    kind: "segmentation",
  },
);

export const query = derived(
  {
    runId: "8d3e9cb2-4190-4e2e-9f7a-2d8e80413c07",
    flowName: "Nightly query",
    status: "failed",
    errors: MADE_UP,
    family: "query",
  },
  {
    activityId: "8816f6a2-3f5c-11ed-b878-0242ac120002",
    name: "Query Activity",
    kind: "query",
    status: "failed",
    errors: MADE_UP,
  },
);

/** Failed, although its event code says that all is well. */
export const destination = {
  ...derived({}, {}),
  runId: "9e4fadc3-52a1-4f3f-8a8b-3e9f91524d08",
  flowName: "Audience activation",
  status: "failed",
  errors: MADE_UP,
  activities: [],
  family: "destination",
  url: `https://experience.adobe.com/#/@${RULES_ORG}/sname:prod/platform/monitoring/dashboard?pageType=destination&flowId=dbc5c132-bc2a-4625-85c1-32bc2a262558&runId=9e4fadc3-52a1-4f3f-8a8b-3e9f91524d08&us_redirect=true`,
};

export const streaming = {
  runId: "befcac5b-51c8-4bce-92ae-d7b92fddad21",
  flowId: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
  flowName: "Streaming Connection for dataset Id 5dcb24b84d955318add54eb1",
  flowType: "streaming",
  imsOrgId: RULES_ORG,
  sandboxName: "prod",
  providerRefId: "1697576400000-1697580000000",
  url: "https://experience.adobe.com/@4E5F3EB95C746F890A49400A@AdobeOrg/sname:prod/platform/source/dataflows/10bebc5d-66c4-4382-bebc-5d66c4d38295/activity/befcac5b-51c8-4bce-92ae-d7b92fddad21",
  status: "partial_success",
  createdAt: 1_697_579_102_733,
  updatedAt: 1_697_582_278_978,
  startedAt: 1_697_576_400_000,
  completedAt: 1_697_582_277_000,
  observedAt: RECEIVED_AT,
  figures: { recordsIn: 10, recordsFailed: 0 },
  errors: [],
  failedInfo: [],
  activities: [],
  batchIds: [],
  family: "source",
};
