import { RULES_ORG } from "./expected-runs.ts";

export const delayed = {
  kind: "metric_alert",
  alert: {
    series: "8e23b1153333f259835ede985af8e45b97040daf3f7538bafa02b9ad529c76a9",
    name: "sources_flow_run_delay_e2e_va7_prod",
    kind: "delay",
    state: "firing",
    flowId: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
    runId: "test-f9d2a873-28c7-402d-891a-3f19dd6b4ad7",
    sandboxName: "observability-01",
    imsOrgId: RULES_ORG,
    message:
      "Triggered : from imsOrg - Sources Flow Run Delay2 observability_e2e_test above 150 minutes. The current value is 1 minutes.",
    value: "1",
    severity: "high",
    url: "https://experience.adobe.com/#/@9C991D2E622D76190A495E39@AdobeOrg/sname:observability-01/platform/source/dataflows/de887077-5cf6-425f-9472-257168ad3c97/activity/test-f9d2a873-28c7-402d-891a-3f19dd6b4ad7",
    at: Date.UTC(2023, 8, 1, 4, 27, 44, 922),
    createdAt: Date.UTC(2023, 8, 1, 4, 27, 44, 922),
  },
};

export const errorRateResolved = {
  kind: "metric_alert",
  alert: {
    series: "9168b4d8c8b02eb63bee5b8814b053ed63acaa1a37d8f1596eddf924a2b8a2b3",
    name: "sources_ingestion_error_rate_exceeded",
    kind: "error_rate",
    state: "inactive",
    flowId: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
    sandboxName: "prod",
    imsOrgId: RULES_ORG,
    message:
      "Resolved : Sources Ingestion Error Rate Exceeded is above 1%. The current value is 2%.",
    value: "2",
    severity: "high",
    url: "https://experience.adobe.com/#/@9C991D2E622D76190A495E39@AdobeOrg/sname:prod/platform/source/dataflows/4045eb32-95e2-4c54-a6b2-07209c43fff7/activity",
    at: Date.UTC(2023, 8, 1, 4, 31, 54, 661),
    createdAt: Date.UTC(2023, 8, 1, 0, 46, 54, 661),
  },
};

/** Of the same series as what they end or begin. */
export const delayResolved = {
  kind: "metric_alert",
  alert: {
    ...delayed.alert,
    state: "inactive",
    message: delayed.alert.message.replace("Triggered", "Resolved"),
    at: Date.UTC(2023, 8, 1, 5, 2, 44, 922),
  },
};

export const errorRate = {
  kind: "metric_alert",
  alert: {
    ...errorRateResolved.alert,
    state: "firing",
    message: errorRateResolved.alert.message.replace("Resolved", "Triggered"),
    at: errorRateResolved.alert.createdAt,
  },
};

/** Concerns a sandbox, not a flow. */
export const throughput = {
  kind: "metric_alert",
  alert: {
    series: "4700c14fc4ad0a9e38f77efdba9b210860bebe1f9bfe1a757f68cbd5afc6847c",
    name: "streaming_throughput_capacity_80",
    kind: "throughput",
    state: "firing",
    sandboxName: "prod",
    imsOrgId: RULES_ORG,
    message: "{MESSAGE}",
    value: "80",
    severity: "medium",
    url: "https://experience.adobe.com/#/@5C1328435BF324E90A49402A@AdobeOrg/sname:prod/platform/license-usage/capacity",
    at: Date.UTC(2024, 4, 14, 9, 30),
    createdAt: Date.UTC(2024, 4, 14, 9, 30),
  },
};

export const ingestion = {
  kind: "ingestion",
  ingestion: {
    ingestionId: "01EGK8H8HF9JGFKNDCABHGA24G",
    datasetId: "5e55b556c2ae4418a8446037",
    eventCode: "ing_load_failure",
    status: "failed",
    imsOrgId: "{ORG_ID}",
    sandboxName: "prod",
    completedAt: 1_598_374_341_560,
  },
};

export const audit = {
  kind: "audit",
  action: "create",
  assetType: "dataset",
  assetName: "Loyalty members",
};
