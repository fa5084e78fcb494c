import type { Snapshot } from "../../contract.ts";
import { need } from "../draw/element.ts";
import type { ConnectionState } from "../stream.ts";

export interface ConnectionSigns {
  readonly setConnection: (state: ConnectionState) => void;
  readonly render: (snapshot: Snapshot) => void;
}

const WORDS = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting…",
} as const satisfies Record<ConnectionState, string>;

/** Two different troubles, told apart: this page has lost the simulator; the app has stopped. */
export function createConnectionSigns(): ConnectionSigns {
  const pill = need("connection");
  const banner = need("banner");
  const state = need("bot-state");
  let connection: ConnectionState = "connecting";
  let bot: Snapshot["bot"] | undefined;
  const draw = (): void => {
    pill.textContent = WORDS[connection];
    pill.dataset["state"] = connection;
    const offline = bot?.online === false;
    // Of what it cannot hear, the page claims nothing.
    state.hidden = bot === undefined || connection !== "live";
    state.dataset["online"] = String(!offline);
    state.textContent = `${bot?.name ?? "The app"} is ${offline ? "offline" : "online"}`;
    banner.hidden = connection !== "reconnecting" && !offline;
    banner.textContent =
      connection === "reconnecting"
        ? "The simulator does not answer. This page reconnects by itself."
        : `${bot?.name ?? "The app"} is not running: it hears and answers nothing until it is back.`;
  };
  draw();
  return {
    setConnection: (state) => {
      connection = state;
      draw();
    },
    render: (snapshot) => {
      bot = snapshot.bot;
      draw();
    },
  };
}
