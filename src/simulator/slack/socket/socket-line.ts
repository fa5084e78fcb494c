import type { JsonObject } from "../../page/contract.ts";
import type { WireLog } from "../../wire-log.ts";
import { toText } from "../json.ts";
import type { AppAnswer, AppLine } from "../requests/app-line.ts";
import type { Forgery } from "../requests/sign.ts";
import type { AppSocket, EnvelopeType } from "./app-socket.ts";

/** From Slack to an app in Socket Mode: nothing goes to an address, and nothing is signed. */
export function createSocketLine(socket: AppSocket, wire: WireLog): AppLine {
  async function deliver(
    what: string,
    { type, payload }: { type: EnvelopeType; payload: JsonObject },
    forgery?: Forgery,
  ): Promise<AppAnswer> {
    if (forgery !== undefined) throw new Error("nothing is signed in Socket Mode");
    const startedAt = performance.now();
    const answer = await socket.deliver(type, payload);
    const outcome = answer.failure ?? "acknowledged";
    wire.add({ side: "slack", what, outcome, ok: answer.failure === undefined });
    return { ...answer, durationMs: performance.now() - startedAt };
  }

  return {
    connect: () => undefined,
    isOnline: () => socket.connections() > 0,
    check: async () => undefined,
    sendForm: (what, form, forgery) =>
      deliver(what, { type: "slash_commands", payload: form }, forgery),
    sendPayload: (payload, forgery) =>
      deliver(toText(payload["type"]), { type: "interactive", payload }, forgery),
  };
}
