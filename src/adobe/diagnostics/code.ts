/** `MAPPER-3700-199`, `133`, `1401`: so short and so plain that no data of a person fits in. */
const CODE = /^(?:[A-Z]{2,12}-)?\d{3,5}(?:-\d{3})?$/;

/** Stands for every code of another form. */
export const OTHER_CODE = "another error";

export function codeOf(stated: unknown): string {
  const text = typeof stated === "number" ? String(stated) : stated;
  return typeof text === "string" && CODE.test(text) ? text : OTHER_CODE;
}

/** Files of rows give `1401` where Catalog gives `INGEST-1401-400`. */
export function isShortFor(short: string, long: string): boolean {
  return /^\d+$/.test(short) && long.split("-")[1] === short;
}

/**
 * Like a field of a schema: `birthDate`, `_acme.person.name`, `items[0].sku`. A file without a heading
 * makes columns of its first row's values, so what looks like a value is none.
 */
const COLUMN =
  /^[A-Za-z_][\w:-]{0,59}(?:\[\d{0,3}\])?(?:\.[A-Za-z_][\w:-]{0,59}(?:\[\d{0,3}\])?){0,9}$/;
const MANY_DIGITS = /\d{5}/;

export function columnOf(stated: unknown): string | undefined {
  if (typeof stated !== "string" || stated.length > 120) return undefined;
  return COLUMN.test(stated) && !MANY_DIGITS.test(stated) ? stated : undefined;
}
