import { createServer, request } from "node:http";
import { listenOn } from "./listen-on.ts";

/** Stands between the app and Slack and can hold calls back. */
export interface Gate {
  /** Put in the place of Slack's address; ends in `/api/`. */
  readonly slackApiUrl: string;
  /** Calls of this method wait from now on; resolves once one does. */
  hold(method: string): Promise<void>;
  /** Lets what waits go on, and all that follows. */
  open(): void;
  close(): Promise<void>;
}

/** `target`: the address of Slack; while there is none, nobody gets through. */
export async function startGate(target: () => string | undefined): Promise<Gate> {
  let held: string | undefined;
  let arrived: () => void = () => undefined;
  let waiting: (() => void)[] = [];

  const server = createServer((incoming, response) => {
    const method = incoming.url?.split("/").at(-1) ?? "";
    const pass = (): void => {
      const slack = target();
      if (slack === undefined) {
        incoming.socket.destroy();
        return;
      }
      const onward = request(new URL(method, slack), {
        method: incoming.method,
        headers: { ...incoming.headers, host: new URL(slack).host },
      });
      onward.on("response", (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => response.destroy());
      incoming.pipe(onward);
    };
    if (method !== held) return pass();
    waiting.push(pass);
    arrived();
  });
  const { url, close } = await listenOn(server);

  return {
    slackApiUrl: `${url}/api/`,
    hold(method) {
      held = method;
      return new Promise((resolve) => {
        arrived = resolve;
      });
    },
    open() {
      held = undefined;
      const released = waiting;
      waiting = [];
      for (const pass of released) pass();
    },
    close,
  };
}
