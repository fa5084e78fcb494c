import type { Clock } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { createNameSource, type NameSource } from "./names.ts";
import { createPlatformReader } from "./platform-reader.ts";
import { type AdobeRequest, createAdobeRequest } from "./request.ts";
import { createRunRetrier, type RunRetrier } from "./retry-run.ts";
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
  readonly retryRun: RunRetrier;
  readonly testConnection: ConnectionTester;
  /** Ends what is under way. */
  close(): void;
}

interface Parts {
  readonly access: ApiAccess;
  readonly clientId: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

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
  return {
    requestTo: (host, timeoutMs) =>
      createAdobeRequest({ ...common, tokens, orgId, hosts: [host], timeoutMs }),
    names: createNameSource({ read, clock }),
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
