import { z } from "zod";
import { lenient } from "./lenient.ts";
import { NameText } from "./text.ts";

/** Adobe's own block within a payload; absent in most of the newest samples. */
export const WireHeader = lenient(
  z.object({ _adobeio: lenient(z.object({ imsOrgId: NameText })) }),
);

export function statedOrg(header: z.output<typeof WireHeader>): string | undefined {
  return header?._adobeio?.imsOrgId;
}
