/** What the fixtures must be read as, field by field: see fixtures.test.ts. */
export const RECEIVED_AT = Date.UTC(2026, 10, 24);
export const RULES_ORG = "5C1328435BF324E90A49402A@AdobeOrg";
const COPY = "4f008a00-3a04-11eb-adc1-0242ac120002";
const TIMED_OUT =
  "A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond";

export const started = {
  runId: "66643b20-dc76-4b04-bacf-93bee162683c",
  flowId: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
  flowName: "Sales plan- weekly_plan.csv",
  imsOrgId: RULES_ORG,
  sandboxName: "dev",
  providerRefId:
    "M-05222685-e2b7-4367-a5a2-db4d7acda43d-incremental-0:2d304546-3817-42a6-b836-1a85fee51987",
  status: "in_progress",
  createdAt: Date.UTC(2023, 7, 29, 19, 57, 59, 768),
  updatedAt: Date.UTC(2023, 7, 29, 19, 57, 59, 768),
  observedAt: RECEIVED_AT,
  figures: {},
  errors: [],
  failedInfo: [],
  activities: [],
  batchIds: [],
  family: "source",
};

export const zeroRecords = {
  runId: "e3b63e78-b9fb-4e58-bac6-b7497e7bde04",
  flowId: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
  flowName: "Employee - Stolz Maria DB",
  imsOrgId: RULES_ORG,
  sandboxName: "mlb-enablement",
  providerRefId:
    "M-cd9b4bbc-c1c6-4630-859e-49776afb483b-incremental-0:10f1f4bb-47cd-4093-a9af-95920cc11264",
  status: "success",
  createdAt: 1_694_474_662_038,
  updatedAt: 1_694_474_985_756,
  startedAt: 1_694_474_649_498,
  completedAt: 1_694_474_676_869,
  observedAt: RECEIVED_AT,
  figures: { recordsIn: 0, bytesIn: 0 },
  errors: [],
  failedInfo: [],
  activities: [
    {
      activityId: COPY,
      name: "Maria DB Copy Activity",
      kind: "copy",
      status: "success",
      startedAt: 1_694_474_649_498,
      completedAt: 1_694_474_676_869,
      figures: { recordsIn: 0, bytesIn: 0 },
      errors: [],
      nestedErrors: [],
      failedInfo: [],
    },
  ],
  batchIds: [],
  family: "source",
};

export const sftpTimeout = {
  runId: "f0b809c5-603d-4d6e-9600-977cb2e277b4",
  flowId: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
  flowName: "Dataflow - wx_medallia_export_combined.csv",
  imsOrgId: RULES_ORG,
  sandboxName: "dev",
  providerRefId:
    "M-c0cb4b5b-367f-4946-a6cc-f7ccfe005b89-incremental-0:911c77de-7d0c-4d10-a3cb-26020efd1171",
  status: "failed",
  createdAt: 1_693_538_438_769,
  updatedAt: 1_693_539_887_893,
  startedAt: 1_693_538_422_921,
  completedAt: 1_693_539_869_854,
  observedAt: RECEIVED_AT,
  figures: {},
  errors: [{ code: "CONNECTOR-1001-500", message: "Error in copying the data from Source." }],
  failedInfo: [{ code: "2200", message: TIMED_OUT }],
  activities: [
    {
      activityId: COPY,
      name: "SFTP Copy Activity",
      kind: "copy",
      status: "failed",
      startedAt: 1_693_538_422_921,
      completedAt: 1_693_539_869_854,
      figures: {},
      errors: [{ code: "CONNECTOR-1001-500", message: "Error in copying the data from Source" }],
      nestedErrors: [{ code: "2200", message: TIMED_OUT }],
      failedInfo: [{ code: "2200", message: TIMED_OUT }],
      errorDetail: `ErrorCode=SftpNetworkIssue,'Type=Microsoft.DataTransfer.Common.Shared.HybridDeliveryException,Message=Meet network issue when connect to Sftp server '203.0.113.14', SocketErrorCode: 'TimedOut'.,Source=Microsoft.DataTransfer.ClientLibrary.SftpConnector,''Type=System.Net.Sockets.SocketException,Message=${TIMED_OUT},Source=Renci.SshNet,'`,
    },
  ],
  batchIds: [],
  family: "source",
};

const PROCESSING = {
  code: "CONNECTOR-2001-500",
  message: "Error in processing (parsing, validation or transformation) the copied data.",
};

/** -1 everywhere is "not reported"; the run's own end is missing. */
export const failurePipeline = {
  runId: "d9024c32-2174-4271-824c-322174627101",
  flowId: "cf4fce79-8822-456d-8fce-798822556dc6",
  imsOrgId: "{ORG_ID}",
  sandboxName: "prod",
  status: "failed",
  createdAt: 1_597_434_147_259,
  updatedAt: 1_597_434_157_567,
  startedAt: 1_597_434_147_190,
  observedAt: RECEIVED_AT,
  figures: {},
  errors: [PROCESSING],
  failedInfo: [],
  activities: [
    {
      activityId: "promotionActivity",
      kind: "promotion",
      status: "failed",
      startedAt: 1_597_434_147_190,
      completedAt: 1_597_434_157_212,
      figures: {},
      errors: [PROCESSING],
      nestedErrors: [
        {
          code: "133",
          message:
            "We are unable to locate any files uploaded for this batch. Please upload files to ingest.",
        },
      ],
      failedInfo: [],
    },
  ],
  batchIds: ["6f6a900f-e40d-4f0e-9bb9-b614436c3465"],
  family: "source",
};

/** Durations in seconds, creation in milliseconds; two batch ids that contradict each other. */
export const successEnvelope = {
  runId: "933cf9f4-cf01-4d75-bcf9-f4cf010d750a",
  flowId: "1c6f1047-dcaf-48fe-af10-47dcaf08feaf",
  imsOrgId: "{ORG_ID}",
  sandboxName: "prod",
  providerRefId: "test1234",
  status: "success",
  createdAt: 1_597_213_529_158,
  updatedAt: 1_597_213_530_760,
  startedAt: 1_590_512_053_000,
  completedAt: 1_590_512_053_000,
  observedAt: RECEIVED_AT,
  figures: {
    recordsIn: 100,
    recordsOut: 70,
    bytesIn: 2_048,
    bytesOut: 1_024,
    filesIn: 10,
    filesOut: 10,
  },
  errors: [],
  failedInfo: [],
  activities: [
    {
      activityId: "copyActivity",
      kind: "copy",
      status: "success",
      startedAt: 1_590_512_053_000,
      completedAt: 1_590_512_053_000,
      figures: {
        recordsIn: 100,
        recordsOut: 100,
        bytesIn: 2_048,
        bytesOut: 1_098,
        filesIn: 10,
        filesOut: 10,
      },
      errors: [],
      nestedErrors: [],
      failedInfo: [],
    },
    {
      activityId: "promotionActivity",
      kind: "promotion",
      status: "success",
      completedAt: 1_590_512_053_000,
      figures: { bytesIn: 1_098, bytesOut: 1_024, filesIn: 10, filesOut: 10 },
      errors: [],
      nestedErrors: [],
      failedInfo: [],
    },
  ],
  batchIds: ["01E4TSJNM2H5M74J0XB8MFWDHK", "b1"],
  family: "source",
};
