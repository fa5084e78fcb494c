import type { Request, RequestHandler, Response } from "express";
import type { Person } from "./contract.ts";
import type { PageContext } from "./page-context.ts";
import { takeSnapshot } from "./snapshot.ts";

/** A comment now and then keeps proxies and the browser from giving the stream up. */
const COMMENT_EVERY_MS = 15_000;
const RECONNECT_MS = 1_000;

/** `GET /page/stream?person=U…`: a whole snapshot at once and after each change. */
export function createStream(context: PageContext): RequestHandler {
  return (request, response) => {
    const me = findMe(context, request);
    if (me === undefined) {
      response.status(404).type("text").send("There is no such person.");
      return;
    }
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
    });
    response.write(`retry: ${RECONNECT_MS}\n\n`);
    keepTelling(context, me, response);
  };
}

function findMe({ people }: PageContext, request: Request): Person | undefined {
  const asked = request.query["person"];
  return asked === undefined ? people[0] : people.find(({ id }) => id === asked);
}

/** Many changes within one tick are one snapshot, and a reader that cannot keep up gets the latest only. */
function keepTelling(context: PageContext, me: Person, response: Response): void {
  let isScheduled = false;
  const tell = (): void => {
    isScheduled = false;
    if (response.destroyed) return;
    if (response.writableNeedDrain) {
      isScheduled = true;
      response.once("drain", tell);
      return;
    }
    response.write(`event: snapshot\ndata: ${JSON.stringify(takeSnapshot(context, me))}\n\n`);
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(tell);
  };
  const stop = context.changes.subscribe(schedule);
  const comments = setInterval(() => response.write(": still here\n\n"), COMMENT_EVERY_MS).unref();
  const end = (): void => void response.end();
  context.closing.addEventListener("abort", end, { once: true });
  response.on("close", () => {
    stop();
    clearInterval(comments);
    context.closing.removeEventListener("abort", end);
  });
  schedule();
}
