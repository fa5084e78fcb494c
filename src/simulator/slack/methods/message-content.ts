import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { Json, JsonObject } from "../../page/contract.ts";
import type { Arguments } from "../api/arguments.ts";
import { Refusal, refuseFor } from "../api/refusal.ts";
import { isList, isObject, toObjects, toText } from "../json.ts";
import { areBlocksTooLong, validateBlocks } from "../validate/payload.ts";
import type { MessageMetadata } from "../workspace/stored.ts";

const NEW_BLOCKS = new Set(["table", "data_table", "container"]);

export interface Content {
  /** Empty where only blocks were given. */
  readonly text: string;
  readonly blocks: readonly JsonObject[];
}

export interface ContentRules {
  readonly refuseNewBlocks: boolean;
  readonly refuseBlocks: boolean;
}

/** Text and blocks of any kind of message, judged. */
export function readContent(args: Arguments, rules: ContentRules): Content {
  const text = args.text("text") ?? "";
  const given = args.json("blocks", "invalid_blocks_format");
  if (args.json("attachments", "invalid_attachments") !== undefined) {
    // Legacy; nothing here can judge or draw them.
    throw new Refusal("invalid_attachments");
  }
  const blocks = given === undefined ? [] : judgeBlocks(given, rules);
  if (text === "" && blocks.length === 0) throw new Refusal("no_text");
  return { text, blocks };
}

function judgeBlocks(given: Json, rules: ContentRules): readonly JsonObject[] {
  if (!isList(given)) throw new Refusal("invalid_blocks_format");
  if (areBlocksTooLong(given)) throw new Refusal("msg_blocks_too_long");
  const problems = validateBlocks("message", given);
  if (problems.length > 0) throw refuseFor("invalid_blocks", problems);
  const blocks = toObjects(given);
  if (rules.refuseBlocks && blocks.length > 0) {
    throw refuseFor("invalid_blocks", [{ pointer: "/blocks", message: "no block is taken" }]);
  }
  const refused = blocks.findIndex((block) => NEW_BLOCKS.has(toText(block["type"])));
  if (rules.refuseNewBlocks && refused >= 0) {
    throw refuseFor("invalid_blocks", [
      { pointer: `/blocks/${refused}/type`, message: "unsupported type" },
    ]);
  }
  return blocks;
}

/** `undefined`: not given. `cleared`: given as `{}`. */
export function readMetadata(args: Arguments): MessageMetadata | "cleared" | undefined {
  const given = args.json("metadata", "invalid_metadata_format");
  if (given === undefined) return undefined;
  if (!isObject(given)) throw new Refusal("invalid_metadata_format");
  if (Object.keys(given).length === 0) return "cleared";
  const { event_type, event_payload } = given;
  if (typeof event_type !== "string" || event_type === "" || !isObject(event_payload)) {
    throw new Refusal("invalid_metadata_format");
  }
  if (Buffer.byteLength(JSON.stringify(given)) > SLACK_LIMITS.message.metadataJsonBytes) {
    throw new Refusal("metadata_too_large");
  }
  return { event_type, event_payload };
}
