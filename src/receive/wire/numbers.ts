import { z } from "zod";
import { lenient } from "./lenient.ts";

/** A number, also where it is written as text. */
const Numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^\s*-?\d{1,16}\s*$/)
    .transform(Number),
]);

/** -1 is Adobe's "not reported". */
export const Count = lenient(Numeric.pipe(z.number().int().nonnegative()));

/** As stated; `toInstant` makes an instant of it. */
export const StatedTime = lenient(Numeric);

/** Below this a time is in seconds: as milliseconds it would lie before March 1973. */
const SECONDS_BELOW = 1e11;
/** Flow Service did not exist before; 0 and garbage such as 87473822 fall out. */
const EARLIEST = Date.UTC(2015, 0, 1);
const CLOCK_SKEW_MS = 24 * 60 * 60 * 1_000;

/** Epoch milliseconds, or nothing where the stated time cannot be true of a run heard of at `receivedAt`. */
export function toInstant(stated: number | undefined, receivedAt: number): number | undefined {
  if (stated === undefined) return undefined;
  const at = Math.round(stated < SECONDS_BELOW ? stated * 1_000 : stated);
  return at >= EARLIEST && at <= receivedAt + CLOCK_SKEW_MS ? at : undefined;
}
