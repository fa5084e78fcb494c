import { expect, test } from "@jest/globals";
import { recipientOf } from "../../../src/receive/recipient.ts";
import { eachElement } from "../../../src/receive/wire/elements.ts";
import type { JsonObject } from "../../../src/receive/wire/json-object.ts";
import { CLIENT_ID, ORG_ID } from "./support.ts";

const us = { clientId: CLIENT_ID, imsOrgId: ORG_ID };
const run = { id: "run", flowId: "flow", metrics: {} };
const header = (imsOrgId: unknown) => ({ header: { _adobeio: { imsOrgId } } });

function recipients(body: JsonObject | unknown[], who: Parameters<typeof recipientOf>[1] = us) {
  const found: string[] = [];
  eachElement(body, (element) => found.push(recipientOf(element, who)));
  return found;
}

test.each([
  ["the old id", { event: run, recipient_client_id: CLIENT_ID }],
  ["the new id", { event: run, recipientclientid: CLIENT_ID }],
  ["both ids", { event: run, recipient_client_id: CLIENT_ID, recipientclientid: CLIENT_ID }],
  [
    "our client, although another organisation",
    { event: { ...run, imsOrgId: "x" }, recipientclientid: CLIENT_ID },
  ],
  ["a null beside ours", { event: run, recipient_client_id: null, recipientclientid: CLIENT_ID }],
  ["our organisation on the event", { event: { ...run, imsOrgId: ORG_ID } }],
  ["our organisation in the header", { ...run, ...header(ORG_ID) }],
  ["our organisation in both", { ...run, imsOrgId: ORG_ID, ...header(ORG_ID) }],
  ["our organisation on the message", { messages: [{ imsOrgId: ORG_ID, value: run }] }],
  [
    "our organisation on the value",
    { messages: [{ _eventNotificationMeta: {}, value: { ...run, imsOrgId: ORG_ID } }] },
  ],
  [
    "our client on the message",
    { messages: [{ imsOrgId: "x", value: run, recipientclientid: CLIENT_ID }] },
  ],
  [
    "our client on the pipeline",
    { messages: [{ imsOrgId: "x", value: run }], recipient_client_id: CLIENT_ID },
  ],
])("%s is for us", (_what, body) => {
  expect(recipients(body)).toEqual(["us"]);
});

test.each([
  ["another old id", { event: run, recipient_client_id: "x" }],
  ["another new id", { event: run, recipientclientid: "x" }],
  ["ours and another", { event: run, recipient_client_id: CLIENT_ID, recipientclientid: "x" }],
  ["another and ours", { event: run, recipient_client_id: "x", recipientclientid: CLIENT_ID }],
  ["an id of a wrong type", { event: run, recipient_client_id: [CLIENT_ID] }],
  ["an empty id", { event: run, recipient_client_id: "" }],
  ["ours in other letters", { event: run, recipient_client_id: CLIENT_ID.toUpperCase() }],
  [
    "another, although our organisation",
    { event: { ...run, imsOrgId: ORG_ID }, recipientclientid: "x" },
  ],
  [
    "another within the event",
    { event: { ...run, recipientclientid: "x" }, recipientclientid: CLIENT_ID },
  ],
  [
    "another on the message",
    {
      messages: [{ value: run, imsOrgId: ORG_ID, recipientclientid: "x" }],
      recipient_client_id: CLIENT_ID,
    },
  ],
  [
    "another on the pipeline",
    { messages: [{ value: run, imsOrgId: ORG_ID }], recipient_client_id: "x" },
  ],
])("%s is for another client", (_what, body) => {
  expect(recipients(body)).toEqual(["another_client"]);
});

test.each([
  ["another organisation", { ...run, imsOrgId: "x" }],
  ["another in the header", { ...run, imsOrgId: ORG_ID, ...header("x") }],
  [
    "another on the message",
    { messages: [{ imsOrgId: "x", value: { ...run, imsOrgId: ORG_ID } }] },
  ],
  ["another on the value", { messages: [{ imsOrgId: ORG_ID, value: { ...run, imsOrgId: "x" } }] }],
])("%s is for another organisation", (_what, body) => {
  expect(recipients(body)).toEqual(["another_org"]);
});

test("our organisation is nobody's while ADOBE_ORG_ID is not set", () => {
  expect(recipients({ ...run, imsOrgId: ORG_ID }, { clientId: CLIENT_ID })).toEqual([
    "another_org",
  ]);
});

test.each([
  [{ event: run, recipient_client_id: "second" }, "us"],
  [{ event: run, recipient_client_id: CLIENT_ID, recipientclientid: "second" }, "us"],
  [{ event: { ...run, recipientclientid: "x" }, recipientclientid: "second" }, "another_client"],
  [{ event: run, recipientclientid: "SECOND" }, "another_client"],
])("with a second client allowed, %j is for %s", (body, expected) => {
  expect(recipients(body, { ...us, allowedClientIds: ["second"] })).toEqual([expected]);
});

test("what names nobody is for nobody", () => {
  expect(recipients(run)).toEqual(["nobody"]);
  expect(recipients([1, null, "x"])).toEqual(["nobody", "nobody", "nobody"]);
});

test("each element of an array is judged for itself", () => {
  expect(
    recipients([
      { event: run, recipientclientid: CLIENT_ID },
      { event: run, recipientclientid: "x" },
      [{ ...run, imsOrgId: ORG_ID }],
    ]),
  ).toEqual(["us", "another_client", "us"]);
});
