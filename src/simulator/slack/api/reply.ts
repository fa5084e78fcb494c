import type { Json } from "../../page/contract.ts";
import { isObject, parseJson } from "../json.ts";
import { type Content, readContent } from "../methods/message-content.ts";
import type { StoredMessage } from "../workspace/stored.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { createArguments } from "./arguments.ts";
import type { FaultSwitches } from "./faults.ts";
import { Refusal } from "./refusal.ts";

/** Where an answer belongs that the app gives to a command or through a response_url. */
export interface ReplyPlace {
  readonly channel: string;
  readonly userId: string;
  /** The message whose button was pressed, or the answer that the command got. */
  readonly originalTs?: string | undefined;
}

interface ReplyParts {
  readonly workspace: Workspace;
  readonly faults: FaultSwitches;
}

/** Says it, replaces or deletes the original; throws a Refusal where Slack would refuse. */
export function takeReply(
  parts: ReplyParts,
  place: ReplyPlace,
  reply: Json,
): StoredMessage | undefined {
  if (!isObject(reply)) throw new Refusal("invalid_payload");
  const args = createArguments(reply);
  const original =
    place.originalTs === undefined ? undefined : parts.workspace.findMessage(place.originalTs);
  if (args.flag("delete_original")) {
    if (original !== undefined) parts.workspace.removeMessage(original.ts);
    return undefined;
  }
  const responseType = args.text("response_type") ?? "ephemeral";
  if (responseType !== "ephemeral" && responseType !== "in_channel") {
    throw new Refusal("invalid_response_type");
  }
  const content = readContent(args, parts.faults.of("response_url"));
  if (args.flag("replace_original") && original !== undefined) {
    return replaceOriginal(parts.workspace, original, content);
  }
  const threadTs = args.text("thread_ts");
  return parts.workspace.addMessage({
    channel: place.channel,
    from: "bot",
    ...content,
    isBroadcast: false,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(responseType === "ephemeral" ? { ephemeralFor: place.userId } : {}),
  });
}

function replaceOriginal(
  workspace: Workspace,
  original: StoredMessage,
  content: Content,
): StoredMessage {
  return workspace.replaceMessage({ ...original, ...content });
}

/** The body that a command was answered with: JSON, or plain text. `undefined`: nothing to say. */
export function parseCommandAnswer(contentType: string, body: string): Json | undefined {
  if (body.trim() === "") return undefined;
  const parsed = contentType.includes("json") ? parseJson(body) : undefined;
  if (isObject(parsed)) return Object.keys(parsed).length === 0 ? undefined : parsed;
  return { text: typeof parsed === "string" ? parsed : body };
}
