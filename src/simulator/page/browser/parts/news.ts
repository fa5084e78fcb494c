import type { PageMessage, Snapshot } from "../../contract.ts";
import { parseMrkdwn } from "../text/mrkdwn.ts";
import { plainText } from "../text/plain-text.ts";
import { nameOf } from "./avatar.ts";

/** Compares snapshots and says what a screen reader should hear of: new messages and changed ones, by their text. */
export function createNews(announce: (sentence: string) => void): {
  readonly hear: (snapshot: Snapshot) => void;
  readonly forget: () => void;
} {
  let known: ReadonlyMap<string, string> | undefined;
  const keyOf = ({ ts, ephemeral }: PageMessage): string => `${ephemeral ? "private" : ""}${ts}`;
  return {
    hear: (snapshot) => {
      for (const message of known === undefined ? [] : snapshot.messages) {
        const before = known?.get(keyOf(message));
        if (before === message.text) continue;
        const who = nameOf(message.from, snapshot);
        const verb = before === undefined ? "" : " changed a message";
        announce(`${who}${verb}: ${spoken(message.text, snapshot)}`);
      }
      known = new Map(snapshot.messages.map((message) => [keyOf(message), message.text]));
    },
    /** Another person sees other private messages: they are no news. */
    forget: () => {
      known = undefined;
    },
  };
}

function spoken(text: string, snapshot: Snapshot): string {
  return plainText(parseMrkdwn(text, { autolink: false }), {
    user: (id) => nameOf(id, snapshot),
    channel: (id) => (id === snapshot.channel.id ? snapshot.channel.name : id),
  });
}
