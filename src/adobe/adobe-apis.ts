import type { Clock } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { createDiagnosticsSource, type DiagnosticsSource } from "./diagnostics/diagnostics.ts";
import { createNameSource, type NameSource } from "./names.ts";
import { createPlatformAsker, createPlatformReader } from "./platform-reader.ts";
import { type AdobeRequest, createAdobeRequest } from "./request.ts";
import { createRunRetrier, type RunRetrier } from "./retry-run.ts";
import { createRunReader, type RunReader } from "./runs.ts";
import { type ConnectionTester, createConnectionTester } from "./test-connection.ts";
import { createTokenSource } from "./token.ts";

/** What it takes to ask Adobe's APIs. */
export interface ApiAccess {
  readonly clientSecrets: readonly string[];
  readonly scopes: readonly string[];
  readonly orgId: string;
  readonly imsUrl: string;
  readonly platformUrl: string;
}

export interface AdobeApis {
  /** Asks another of Adobe's hosts with the same token. */
  requestTo(host: string, timeoutMs: number): AdobeRequest;
  readonly names: NameSource;
  /** Flow Service's list of runs. */
  readonly runs: RunReader;
  readonly diagnostics: DiagnosticsSource;
  readonly retryRun: RunRetrier;
  readonly testConnection: ConnectionTester;
  /** Ends what is under way. */
  close(): void;
}

/** Of a page of a hundred runs. */
const LISTING_TIMEOUT_MS = 60_000;

interface Parts {
  readonly access: ApiAccess;
  readonly clientId: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/** For a file of row errors; Data Access itself gives up after a minute. */
const DIAGNOSTICS_TIMEOUT_MS = 20_000;
/** A person waits for it, and who gives up early does not know whether a new run started. */
const RETRY_TIMEOUT_MS = 20_000;
/** Adobe logs in at the source meanwhile. */
const TEST_TIMEOUT_MS = 25_000;

/** One token and one way to ask, shared by everything that asks Adobe. */
export function createAdobeApis({ access, clientId, clock, random, logger }: Parts): AdobeApis {
  const { orgId, platformUrl } = access;
  const closing = new AbortController();
  const common = { clientId, closing: closing.signal };
  const tokens = createTokenSource({ ...access, ...common, clock, random, logger });
  const platform = { ...common, tokens, orgId, hosts: [platformUrl] };
  const request = createAdobeRequest(platform);
  const read = createPlatformReader({ request, platformUrl, clock, logger });
  const requestTo: AdobeApis["requestTo"] = (host, timeoutMs) =>
    createAdobeRequest({ ...common, tokens, orgId, hosts: [host], timeoutMs });
  const listing = requestTo(platformUrl, LISTING_TIMEOUT_MS);
  // Apart from the names, so that neither's trouble is the other's.
  const ask = createPlatformAsker({
    request: createAdobeRequest({
      ...common,
      tokens,
      orgId,
      hosts: [platformUrl],
      timeoutMs: DIAGNOSTICS_TIMEOUT_MS,
    }),
    platformUrl,
    clock,
    logger,
    what: "diagnostics",
    atATime: 2,
  });
  return {
    requestTo,
    runs: createRunReader({ request: listing, platformUrl, clock, random, logger }),
    names: createNameSource({ read, clock }),
    diagnostics: createDiagnosticsSource(ask),
    retryRun: createRunRetrier({
      request: createAdobeRequest({ ...platform, timeoutMs: RETRY_TIMEOUT_MS }),
      platformUrl,
      logger,
    }),
    testConnection: createConnectionTester({
      lookUp: request,
      test: createAdobeRequest({ ...platform, timeoutMs: TEST_TIMEOUT_MS }),
      platformUrl,
      logger,
    }),
    close: () => closing.abort(),
  };
}
