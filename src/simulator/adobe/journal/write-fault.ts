import type { Changes } from "../../changes.ts";
import { type Exchange, JOURNAL_PATH, nextAfter, writePage } from "./answers.ts";
import type { JournalEntry } from "./entries.ts";
import type { JournalFault } from "./faults.ts";

interface Faulty extends Exchange {
  /** The last page that there is. */
  readonly last: readonly JournalEntry[];
  readonly whenFaultChanges: Changes["subscribe"];
}

const WRITERS: Record<JournalFault, (faulty: Faulty) => void> = {
  repeat: ({ request, response, last }) =>
    writePage(response, { page: last, next: request.originalUrl }),
  endless: ({ request, response }) => {
    const [, digits = "0"] = /seek=-PT(\d+)S$/.exec(request.originalUrl) ?? [];
    writePage(response, { page: [], next: `${JOURNAL_PATH}?seek=-PT${Number(digits) + 1}S` });
  },
  other_host: ({ response, last }) =>
    writePage(response, { page: last, next: `https://attacker.example${JOURNAL_PATH}` }),
  no_link: ({ response, last }) => writePage(response, { page: last }),
  truncated: ({ request, response, last }) => {
    const text = JSON.stringify({ events: last });
    response.setHeader("link", `<${nextAfter("panda:1.0", request)}>; rel="next"`);
    response.type("json").send(text.slice(0, text.length / 2));
  },
  html: ({ response }) => {
    response.type("html").send("<!doctype html><title>Sign in</title><h1>Sign in</h1>");
  },
  wrong_types: ({ response }) => {
    response.json({ events: "none", _page: 7 });
  },
  status500: ({ response }) => {
    response.status(500).type("text").send("Internal Server Error");
  },
  rate_limited: ({ response }) => {
    response.status(429).setHeader("retry-after", "30").json({ error_code: "429050" });
  },
  refused: ({ response }) => {
    response.status(401).json({ error_code: "401013" });
  },
  gone: ({ response }) => {
    response.status(410).json({ message: "position is gone" });
  },
  slow: ({ response, whenFaultChanges }) => {
    const stop = whenFaultChanges(() => response.socket?.destroy());
    response.on("close", stop);
  },
};

export function writeFault(fault: JournalFault, faulty: Faulty): void {
  WRITERS[fault](faulty);
}
