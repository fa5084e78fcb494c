import { z } from "zod";
import type { AuditRecord } from "../../domain/notification.ts";
import { NameText } from "./text.ts";

const WireAudit = z.object({
  payload: z.object({ action: NameText, assetType: NameText, assetName: NameText }),
});

/** Nothing where it does not say what was done to what. */
export function toAudit(value: unknown): AuditRecord | undefined {
  const parsed = WireAudit.safeParse(value);
  const { action, assetType, assetName } = parsed.data?.payload ?? {};
  if (action === undefined || assetType === undefined) return undefined;
  return { action, assetType, assetName };
}
