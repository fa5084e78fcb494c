import type { Snapshot } from "../page/contract.ts";

/** Offered while typing; what they do is the app's own affair. */
export const COMPLETIONS: Snapshot["completions"] = [
  { text: "/flowrun status", hint: "what is open, what runs, the last 24 hours" },
  { text: "/flowrun status Nightly CRM import", hint: "one flow" },
  { text: "/flowrun list failed", hint: "failed runs as a table" },
  { text: "/flowrun list", hint: "recent runs as a table" },
  { text: "/flowrun show #1", hint: "one alert in full" },
  { text: "/flowrun ack #2", hint: "take an alert" },
  { text: "/flowrun resolve #2 rotated the SFTP key", hint: "close an alert with a note" },
  { text: "/flowrun retry #2", hint: "have Adobe run it again, after a question" },
  { text: "/flowrun help", hint: "all commands" },
];
