import { z } from "zod";
import { SlackUserId } from "./domain/ids.ts";
import { isSecureOrLoopback } from "./domain/secure-address.ts";

/** What may stand in a setting, with the words for what may not. */

const SECURE_OR_LOOPBACK =
  "must be an https address (http is accepted only for localhost and 127.0.0.1)";

export const Address = z
  .url({ error: "is not an address", abort: true })
  .refine((text) => isSecureOrLoopback(new URL(text)), SECURE_OR_LOOPBACK);

export const Port = z
  .string()
  .regex(/^\d{1,5}$/, "is not a whole number")
  .transform(Number)
  .refine((port) => port <= 65_535, "is above 65535");

export const PostsPerSecond = z
  .string()
  .regex(/^\d+(\.\d+)?$/, "is not a number")
  .transform(Number)
  .refine((rate) => rate > 0 && rate <= 1_000, "must be above 0 and at most 1000");

export const JournalSeconds = z
  .string()
  .regex(/^\d{1,4}$/, "is not a whole number of seconds")
  .transform(Number)
  .refine((seconds) => seconds >= 5 && seconds <= 3_600, "must be at least 5 and at most 3600");

/** Separated by commas, with or without blanks. */
export const List = z
  .string()
  .regex(/^[^\s,]+(\s*,\s*[^\s,]+)*$/, "must be one value, or several with commas between them")
  .transform((text) => text.split(/\s*,\s*/));
export const SigningSecret = z.string().min(8, "is too short");

/** Slack's ids of people (U…, W…) and of user groups (S…). */
export const AllowedIds = List.pipe(
  z
    .array(
      z.string().regex(/^[UWS][A-Z0-9]{2,}$/, "must be ids such as U0123456789 or S0123456789"),
    )
    .max(50, "has more than 50 ids; make a user group of them"),
).transform((ids) => ({
  people: ids.filter((id) => !id.startsWith("S")).map((id) => SlackUserId.parse(id)),
  groups: ids.filter((id) => id.startsWith("S")),
}));
