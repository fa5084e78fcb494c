import { z } from "zod";

/** A part that Adobe may leave out, send as null or with a wrong type: each counts as absent. */
export function lenient<T extends z.ZodType>(schema: T): z.ZodCatch<z.ZodOptional<T>> {
  return schema.optional().catch(undefined);
}

/** The first `max` entries of a list, without those that are not what they should be. */
export function lenientList<T extends z.ZodType>(item: T, max: number): z.ZodType<z.output<T>[]> {
  return z
    .array(z.unknown())
    .catch([])
    .transform((entries) =>
      entries.slice(0, max).flatMap((entry) => {
        const parsed = item.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}
