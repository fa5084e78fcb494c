import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { JsonObject } from "../../page/contract.ts";
import type { Arguments } from "../api/arguments.ts";
import { Refusal } from "../api/refusal.ts";
import type { StoredMessage } from "../workspace/stored.ts";
import { toMicros } from "../workspace/timestamps.ts";

const CURSOR = /^next_ts:(\d+\.\d{6})$/;

/** Messages between `oldest` and `latest`, which are left out themselves unless `inclusive`. */
export function inWindow(
  args: Arguments,
  messages: readonly StoredMessage[],
): readonly StoredMessage[] {
  const oldest = readTs(args, "oldest") ?? 0;
  const latest = readTs(args, "latest") ?? Number.MAX_SAFE_INTEGER;
  const inclusive = args.flag("inclusive");
  return messages.filter(({ ts }) => {
    const at = toMicros(ts) ?? 0;
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function readTs(args: Arguments, name: "oldest" | "latest"): number | undefined {
  const given = args.text(name);
  if (given === undefined || given === "") return undefined;
  const micros = toMicros(given);
  if (micros === undefined) throw new Refusal(`invalid_ts_${name}`);
  return micros;
}

/** One page of an ordered list; the cursor names the first message of the next page. */
export function pageOf(
  args: Arguments,
  messages: readonly StoredMessage[],
): { readonly page: readonly StoredMessage[]; readonly paging: JsonObject } {
  const limit = readLimit(args);
  const start = readStart(args, messages);
  const next = messages[start + limit];
  return {
    page: messages.slice(start, start + limit),
    paging: {
      has_more: next !== undefined,
      response_metadata: {
        next_cursor: next === undefined ? "" : Buffer.from(`next_ts:${next.ts}`).toString("base64"),
      },
    },
  };
}

/** One page of ids; the cursor names the first of the next page. */
export function pageOfIds(
  args: Arguments,
  ids: readonly string[],
): { readonly page: readonly string[]; readonly paging: JsonObject } {
  const limit = readLimit(args);
  const cursor = args.text("cursor") ?? "";
  const first = Buffer.from(cursor, "base64")
    .toString("utf8")
    .replace(/^user:/, "");
  const start = cursor === "" ? 0 : ids.indexOf(first);
  if (start < 0) throw new Refusal("invalid_cursor");
  const next = ids[start + limit];
  const nextCursor = next === undefined ? "" : Buffer.from(`user:${next}`).toString("base64");
  return {
    page: ids.slice(start, start + limit),
    paging: { response_metadata: { next_cursor: nextCursor } },
  };
}

function readLimit(args: Arguments): number {
  const given = args.text("limit");
  const limit = given === undefined ? SLACK_LIMITS.history.defaultLimit : Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > SLACK_LIMITS.history.limit) {
    throw new Refusal("invalid_limit");
  }
  return limit;
}

function readStart(args: Arguments, messages: readonly StoredMessage[]): number {
  const cursor = args.text("cursor");
  if (cursor === undefined || cursor === "") return 0;
  const ts = CURSOR.exec(Buffer.from(cursor, "base64").toString("utf8"))?.[1];
  const start = messages.findIndex((message) => message.ts === ts);
  if (start < 0) throw new Refusal("invalid_cursor");
  return start;
}
