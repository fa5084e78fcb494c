import { z } from "zod";

/**
 * The only paths at which Adobe serves public keys. Everything else that a header could say (another
 * host, `..`, `@`, a query, an escape) must not become part of a URL that we fetch.
 */
export const KeyPath = z
  .string()
  .regex(/^\/prod\/keys\/pub-key-[0-9a-fA-F-]{1,64}\.pem$/)
  .brand<"KeyPath">();
export type KeyPath = z.infer<typeof KeyPath>;
