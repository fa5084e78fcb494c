import type { AdobeApis } from "../adobe/adobe-apis.ts";
import type { AdobeRequest } from "../adobe/request.ts";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Logger } from "../logger.ts";
import type { SlackClient } from "../slack/client.ts";
import type { LoginWatch } from "../slack/login-watch.ts";
import type { Store } from "../store/store.ts";

export interface Surroundings {
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** The product's; each version reads once what earlier ones did not understand. */
  readonly version?: string;
  /** Where a registration may be confirmed; Adobe's own unless a test plays Adobe. */
  readonly validationOrigin?: string;
  /** Asks Adobe with an access token; without it the journal is not read. */
  readonly adobeRequest?: AdobeRequest;
}

/** What every part is built from. */
export interface Ground
  extends Required<
    Pick<Surroundings, "logger" | "clock" | "random" | "version" | "validationOrigin">
  > {
  readonly config: Config;
  readonly store: Store;
  readonly client: SlackClient;
  readonly login: LoginWatch;
  /** Absent: there are no credentials for Adobe's APIs. */
  readonly apis?: AdobeApis;
}
