import type { Clock } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { createNameSource, type NameSource } from "./names.ts";
import { createPlatformReader } from "./platform-reader.ts";
import { type AdobeRequest, createAdobeRequest } from "./request.ts";
import { createRunReader, type RunReader } from "./runs.ts";
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

/** One token and one way to ask, shared by everything that reads from Adobe. */
export function createAdobeApis({ access, clientId, clock, random, logger }: Parts): AdobeApis {
  const { orgId, platformUrl } = access;
  const closing = new AbortController();
  const common = { clientId, closing: closing.signal };
  const tokens = createTokenSource({ ...access, ...common, clock, random, logger });
  const request = createAdobeRequest({ ...common, tokens, orgId, hosts: [platformUrl] });
  const read = createPlatformReader({ request, platformUrl, clock, logger });
  const requestTo: AdobeApis["requestTo"] = (host, timeoutMs) =>
    createAdobeRequest({ ...common, tokens, orgId, hosts: [host], timeoutMs });
  const listing = requestTo(platformUrl, LISTING_TIMEOUT_MS);
  return {
    requestTo,
    runs: createRunReader({ request: listing, platformUrl, clock, random, logger }),
    names: createNameSource({ read, clock }),
    close: () => closing.abort(),
  };
}
