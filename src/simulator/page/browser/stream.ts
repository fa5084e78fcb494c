import type { Snapshot } from "../contract.ts";

export type ConnectionState = "connecting" | "live" | "reconnecting";

export interface StreamHandlers {
  readonly onSnapshot: (snapshot: Snapshot) => void;
  readonly onState: (state: ConnectionState) => void;
}

export interface Stream {
  /** Starts again as another person; `undefined` leaves the choice to the server. */
  readonly connect: (person: string | undefined) => void;
}

const RETRY_MS = 1_500;

/** The browser reconnects a broken stream by itself, but gives up on one that was refused: then we do it. */
export function createStream({ onSnapshot, onState }: StreamHandlers): Stream {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function connect(person: string | undefined): void {
    clearTimeout(retry);
    source?.close();
    const query = person === undefined ? "" : `?person=${encodeURIComponent(person)}`;
    const current = new EventSource(`/page/stream${query}`);
    source = current;
    let opened = false;
    current.addEventListener("open", () => {
      opened = true;
      onState("live");
    });
    current.addEventListener("snapshot", (event: MessageEvent<string>) => {
      const snapshot: Snapshot = JSON.parse(event.data);
      onSnapshot(snapshot);
    });
    current.addEventListener("error", () => {
      onState("reconnecting");
      if (current.readyState === EventSource.CLOSED) {
        // Refused from the start: an old address may name a person who is not here any more.
        const next = opened ? person : undefined;
        retry = setTimeout(() => {
          connect(next);
        }, RETRY_MS);
      }
    });
  }

  return {
    connect: (person) => {
      onState("connecting");
      connect(person);
    },
  };
}
