import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { nextLink } from "../../../../src/receive/journal/link.ts";

const ASKED = new URL("https://events-va6.adobe.io/events/organizations/1/x?since=a");
const ORIGIN = "https://events-va6.adobe.io";

test.each([
  ['</events/y?since=b>; rel="next"', `${ORIGIN}/events/y?since=b`],
  ["</events/y?since=b>; rel=next", `${ORIGIN}/events/y?since=b`],
  [`<${ORIGIN}/y?since=b#part>; rel="next"`, `${ORIGIN}/y?since=b`],
  ["<?since=b>;REL=NEXT", `${ORIGIN}/events/organizations/1/x?since=b`],
  ['</a>; rel="events", </b,c>; title="x, y"; rel="next"', `${ORIGIN}/b,c`],
  ['</a>; rel="last next"', `${ORIGIN}/a`],
])("%s leads to %s", (header, url) => {
  expect(nextLink(header, ASKED)).toEqual({ kind: "next", url: new URL(url) });
});

test.each([
  ['<https://attacker.example/y>; rel="next"'],
  ['<//attacker.example/y>; rel="next"'],
  ['<http://events-va6.adobe.io/y>; rel="next"'],
  ['<https://events-va6.adobe.io:8443/y>; rel="next"'],
  ['<https://user:pass@events-va6.adobe.io/y>; rel="next"'],
  ['<https://events-va6.adobe.io.attacker.example/y>; rel="next"'],
  ['<javascript:alert(1)>; rel="next"'],
])("%s leads elsewhere", (header) => {
  expect(nextLink(header, ASKED)).toEqual({ kind: "elsewhere" });
});

test.each([
  [null],
  [""],
  ["</y>"],
  ['</y>; rel="prev"'],
  ['/y; rel="next"'],
  ['<http://[>; rel="next"'],
])("%s leads nowhere", (header) => {
  expect(nextLink(header, ASKED)).toEqual({ kind: "absent" });
});

test("whatever the header, it leads to the journal's own host or is not followed", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl().map((url) => `<${url}>; rel="next"`),
      ),
      (header) => {
        const next = nextLink(header, ASKED);
        expect(next.kind === "next" ? next.url.origin : ORIGIN).toBe(ORIGIN);
      },
    ),
  );
});
