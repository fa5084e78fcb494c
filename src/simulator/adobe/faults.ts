import type { KeyNumber } from "./keys.ts";

/**
 * | fault | what the key host does |
 * |---|---|
 * | down | destroys the socket |
 * | not_found, status500, redirect | answers so |
 * | slow | never answers while the fault is on |
 * | huge | sends 5 MB |
 * | garbage | sends text that is no key |
 * | rotated | sends a sound key that fits no signature |
 */
export type KeyFault =
  | "down"
  | "not_found"
  | "status500"
  | "redirect"
  | "slow"
  | "huge"
  | "garbage"
  | "rotated";

/**
 * | fault | what IMS or the platform does |
 * |---|---|
 * | down | destroys the socket |
 * | hang | never answers while the fault is on |
 * | status500, rate_limited, redirect | answers so; a rate limit asks for a minute |
 * | refused | IMS: invalid_client; the platform: no token is good |
 * | forbidden | the credential lacks a permission |
 * | truncated, html, wrong_types | 200, with half of the JSON, a page, or numbers where there are names |
 * | huge | 200, with names of 1 MB |
 */
export type ApiFault =
  | "down"
  | "hang"
  | "status500"
  | "rate_limited"
  | "redirect"
  | "refused"
  | "forbidden"
  | "truncated"
  | "html"
  | "wrong_types"
  | "huge";

export interface AdobeFaults {
  readonly ims: ApiFault | false;
  readonly platform: ApiFault | false;
  /** Of retries and tests of connections alone; before that of the platform. */
  readonly actions: ApiFault | false;
  /** How long the platform takes for each answer. */
  readonly platformDelayMs: number;
  readonly keys: KeyFault | false;
  /** The fault touches this key only. Absent: both. */
  readonly onlyKey?: KeyNumber | undefined;
}

export const NO_ADOBE_FAULTS: AdobeFaults = {
  keys: false,
  ims: false,
  platform: false,
  actions: false,
  platformDelayMs: 0,
};
