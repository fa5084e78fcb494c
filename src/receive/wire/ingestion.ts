import { z } from "zod";
import type { Ingestion } from "../../domain/notification.ts";
import { StatedTime, toInstant } from "./numbers.ts";
import type { ReadContext } from "./read-context.ts";
import { CodeText, NameText, WireId } from "./text.ts";
import { statedOrg, WireHeader } from "./wire-header.ts";

const WireIngestion = z.object({
  "xdm:ingestionId": WireId.pipe(z.string().max(200)),
  "xdm:datasetId": NameText,
  "xdm:eventCode": CodeText,
  "xdm:imsOrg": NameText,
  "xdm:sandboxName": NameText,
  "xdm:completed": StatedTime,
  header: WireHeader,
});

export function toIngestion(value: unknown, { receivedAt }: ReadContext): Ingestion | undefined {
  const parsed = WireIngestion.safeParse(value);
  if (!parsed.success) return undefined;
  const { data: wire } = parsed;
  return {
    ingestionId: wire["xdm:ingestionId"],
    datasetId: wire["xdm:datasetId"],
    eventCode: wire["xdm:eventCode"],
    status: toStatus(wire["xdm:eventCode"]),
    imsOrgId: wire["xdm:imsOrg"] ?? statedOrg(wire.header),
    sandboxName: wire["xdm:sandboxName"],
    completedAt: toInstant(wire["xdm:completed"], receivedAt),
  };
}

/** `ing_load_success`, `ps_load_failure`: the step, then how it ended. */
function toStatus(eventCode = ""): Ingestion["status"] {
  if (/_success$/i.test(eventCode)) return "success";
  return /_failure$/i.test(eventCode) ? "failed" : "unknown";
}
