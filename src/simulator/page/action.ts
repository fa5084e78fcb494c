import { z } from "zod";

const MOST_REPEATS = 200;
const id = z.string().min(1).max(200);
const text = z.string().max(40_000);

/** What `POST /page/act` takes; the contract's type, checked. */
export const PageAction = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("send_fixture"),
    person: id,
    fixture: id,
    times: z.int().min(1).max(MOST_REPEATS),
  }),
  z.object({ kind: z.literal("say"), person: id, text, threadTs: id.exactOptional() }),
  z.object({
    kind: z.literal("press"),
    person: id,
    source: z.discriminatedUnion("in", [
      z.object({ in: z.literal("message"), ts: id, ephemeral: z.boolean() }),
      z.object({ in: z.literal("view"), viewId: id }),
    ]),
    blockId: id,
    actionId: id,
    option: text.exactOptional(),
  }),
  z.object({
    kind: z.literal("submit_view"),
    person: id,
    viewId: id,
    values: z.record(z.string(), z.record(z.string(), text)),
  }),
  z.object({ kind: z.literal("close_view"), person: id, viewId: id }),
  z.object({ kind: z.literal("dismiss"), person: id, ts: id }),
  z.object({ kind: z.literal("set_fault"), person: id, fault: id, on: z.boolean() }),
]);
