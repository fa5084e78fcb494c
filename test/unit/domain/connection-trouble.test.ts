import { expect, test } from "@jest/globals";
import type { Cause } from "../../../src/domain/cause.ts";
import { concernsConnection } from "../../../src/domain/connection-trouble.ts";
import { aFailedRun, aFlowRun } from "../../support/builders.ts";

const RUN = aFailedRun({ family: "source" });

function concerns(code: string, place: Cause["place"] = "detail"): boolean {
  return concernsConnection(RUN, { code, place });
}

test.each([
  "SftpNetworkIssue",
  "SftpFailedToConnectToSftpServer",
  "FtpFailedToConnectToFtpServer",
  "SftpInvalidSftpCredential",
  "SftpAuthenticationFailure",
  "SftpInvalidHostKeyFingerprint",
  "SqlFailedToConnect",
  "SqlOpenConnectionTimeout",
  "SqlUnauthorizedAccess",
  "ADLSGen2ForbiddenError",
  "FailedToGetOAuth2AccessToken",
  "DynamicsFailedToRequestServer",
])("%s is trouble with the connection", (code) => {
  expect(concerns(code)).toBe(true);
});

test.each([
  "133",
  "106",
  "MAPPER-3700-400",
  "DCVS-1104-400",
  "CONNECTOR-2001-500",
  "ParquetInvalidFile",
  "DelimitedTextMoreColumnsThanDefined",
  "UserErrorInvalidColumnMappingColumnNotFound",
  "SqlBatchWriteTimeout",
  "SqlInvalidColumnName",
  "AzureStorageOperationFailedConcurrentWrite",
])("%s is not", (code) => {
  expect(concerns(code)).toBe(false);
});

test("a copy that failed without a closer reason may be", () => {
  expect(concerns("CONNECTOR-1001-500", "status")).toBe(true);
  expect(concerns("2200", "nested")).toBe(true);
});

test("not where Adobe states no code, nor of what is no failed run of a source", () => {
  const root: Cause = { code: "SftpNetworkIssue", place: "detail" };

  expect(concernsConnection(RUN, undefined)).toBe(false);
  expect(concernsConnection(RUN, { message: "network", place: "detail" })).toBe(false);
  expect(concernsConnection(aFailedRun({ family: "destination" }), root)).toBe(false);
  expect(concernsConnection(aFlowRun({ family: "source" }), root)).toBe(false);
});
