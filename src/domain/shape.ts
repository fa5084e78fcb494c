/** Far below what fits into a message. */
const MAX_LINES = 60;
const MAX_DEPTH = 12;
const MAX_KEY = 60;

/**
 * What a JSON text looks like without what it says: keys and types, of a list its first element. For a
 * report of what was not understood, which must not carry customers' data.
 */
export function shapeOf(json: string): readonly string[] {
  const lines: string[] = [];
  outline(parse(json), { lines, depth: 0, label: "" });
  return lines.length > MAX_LINES
    ? [...lines.slice(0, MAX_LINES), `… ${lines.length - MAX_LINES} more lines`]
    : lines;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

interface Place {
  readonly lines: string[];
  readonly depth: number;
  /** With a colon and a blank; empty where nothing is named. */
  readonly label: string;
}

function outline(value: unknown, { lines, depth, label }: Place): void {
  const indent = "  ".repeat(depth);
  if (!isNested(value)) {
    lines.push(`${indent}${label}${typeName(value)}`);
    return;
  }
  const isList = Array.isArray(value);
  const size = isList ? `list of ${value.length}` : "object";
  const isShown = depth < MAX_DEPTH && lines.length <= 2 * MAX_LINES;
  lines.push(`${indent}${label}${size}${isShown ? "" : ", not shown"}`);
  if (!isShown) return;
  if (isList) {
    if (value.length > 0) outline(value[0], { lines, depth: depth + 1, label: "" });
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    outline(inner, { lines, depth: depth + 1, label: `${shortKey(key)}: ` });
  }
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function shortKey(key: string): string {
  return key.length <= MAX_KEY ? key : `${key.slice(0, MAX_KEY)}…`;
}

function typeName(value: unknown): string {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "true or false";
  return value === null ? "null" : "not JSON";
}
