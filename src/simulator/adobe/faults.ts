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

export interface AdobeFaults {
  readonly keys: KeyFault | false;
  /** The fault touches this key only. Absent: both. */
  readonly onlyKey?: KeyNumber | undefined;
}

export const NO_ADOBE_FAULTS: AdobeFaults = { keys: false };
