import { once } from "node:events";
import { connect } from "node:net";
import type { JsonObject } from "../../page/contract.ts";
import type { WireLog } from "../../wire-log.ts";
import { toText } from "../json.ts";
import { type Forgery, signRequest } from "./sign.ts";

export interface AppAnswer {
  /** 0: no answer in time, or nobody listens. */
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly durationMs: number;
  /** As Slack would name it to the person. */
  readonly failure?: "operation_timeout" | "dispatch_failed";
}

export interface AppLine {
  readonly connect: (appUrl: string) => void;
  readonly isOnline: () => boolean;
  /** Looks whether somebody listens there, without asking anything. */
  readonly check: () => Promise<void>;
  sendForm(what: string, form: Record<string, string>, forgery?: Forgery): Promise<AppAnswer>;
  /** Interactions go as one form field with JSON in it. */
  sendPayload(payload: JsonObject, forgery?: Forgery): Promise<AppAnswer>;
}

export interface AppLineOptions {
  readonly signingSecret: string;
  readonly acknowledgeMs: number;
  readonly wire: WireLog;
  readonly closing: AbortSignal;
}

/** From Slack to the app: `POST /slack/events`, signed, to be answered within three seconds. */
export function createAppLine(options: AppLineOptions): AppLine {
  let appUrl: URL | undefined;
  let online = false;

  const sendForm: AppLine["sendForm"] = async (what, form, forgery) => {
    if (appUrl === undefined) throw new Error("no app to send to: call connect(appUrl) first");
    const body = new URLSearchParams(form).toString();
    const startedAt = performance.now();
    const answer = await post(options, new URL("/slack/events", appUrl), {
      body,
      headers: signRequest(options.signingSecret, body, forgery),
    });
    online = answer.status !== 0 || answer.failure === "operation_timeout";
    const outcome = answer.status === 0 ? (answer.failure ?? "") : String(answer.status);
    options.wire.add({ side: "slack", what, outcome, ok: answer.failure === undefined });
    return { ...answer, durationMs: performance.now() - startedAt };
  };

  return {
    connect: (url) => {
      appUrl = new URL(url);
      online = true;
    },
    isOnline: () => online,
    check: async () => {
      online = appUrl !== undefined && (await isListening(appUrl));
    },
    sendForm,
    sendPayload: (payload, forgery) =>
      sendForm(toText(payload["type"]), { payload: JSON.stringify(payload) }, forgery),
  };
}

async function isListening({ hostname, port }: URL): Promise<boolean> {
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function post(
  { acknowledgeMs, closing }: AppLineOptions,
  url: URL,
  { body, headers }: { body: string; headers: Record<string, string> },
): Promise<Omit<AppAnswer, "durationMs">> {
  const timeout = AbortSignal.timeout(acknowledgeMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json,*/*",
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([timeout, closing]),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text,
      contentType: response.headers.get("content-type") ?? "",
      ...(response.status === 200 ? {} : { failure: "dispatch_failed" }),
    };
  } catch {
    const failure = timeout.aborted ? "operation_timeout" : "dispatch_failed";
    return { status: 0, body: "", contentType: "", failure };
  }
}
