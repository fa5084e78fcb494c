import { createServer, request } from "node:http";
import { listenOn } from "./listen-on.ts";

/** Stands between the app and Slack and can hold calls back. */
export interface Gate {
  /** Put in the place of Slack's address; ends in `/api/`. */
  readonly slackApiUrl: string;
  /**
   * Calls of this method wait from now on, before Slack has them or, with `answer`, after it has;
   * resolves once one does.
   */
  hold(method: string, what?: "request" | "answer"): Promise<void>;
  /** Lets what waits go on, and all that follows. */
  open(): void;
  close(): Promise<void>;
}

/** `target`: the address of Slack; while there is none, nobody gets through. */
export async function startGate(target: () => string | undefined): Promise<Gate> {
  let held: string | undefined;
  let heldPart: "request" | "answer" = "request";
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
        const reply = (): void => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        };
        if (method === held && heldPart === "answer") wait(reply);
        else reply();
      });
      onward.on("error", () => response.destroy());
      incoming.pipe(onward);
    };
    if (method === held && heldPart === "request") wait(pass);
    else pass();
  });

  function wait(goOn: () => void): void {
    waiting.push(goOn);
    arrived();
  }

  const { url, close } = await listenOn(server);

  return {
    slackApiUrl: `${url}/api/`,
    hold(method, what = "request") {
      held = method;
      heldPart = what;
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
