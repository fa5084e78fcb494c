import type { Cause } from "../domain/cause.ts";
import { type Catalogue, type Explanation, explain } from "../domain/explanation.ts";
import type { RunDiagnostics } from "../domain/run-diagnostics.ts";

/**
 * From what the notification states; where it states no error, from the most frequent code in Adobe's
 * diagnostics that the catalogue knows, and that says more than that something failed.
 */
export function explainRun(
  causes: readonly Cause[],
  diagnostics: RunDiagnostics | undefined,
  catalogue: Catalogue,
): Explanation {
  const stated = explain(causes, catalogue);
  if (stated.kind !== "none_stated") return stated;
  const known = (diagnostics?.batches ?? [])
    .flatMap(({ errors }) => errors)
    .toSorted((one, other) => (other.rows ?? -1) - (one.rows ?? -1))
    .find(({ code }) => catalogue.get(code)?.generic === false);
  if (known === undefined) return stated;
  const { code, rows: count } = known;
  const cause = { place: "records", code, ...(count === undefined ? {} : { count }) } as const;
  return explain([cause], catalogue);
}
