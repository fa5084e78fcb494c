type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly reason: "not_utf8" | "too_deep" | "not_json" | "not_object_or_array";
    };

const MAX_DEPTH = 64;

/** Bytes → object or array. Depth is looked at first, so that nothing after it can overflow the stack. */
export function readJson(bytes: Uint8Array): JsonReading {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, reason: "not_utf8" };
  if (isDeeperThan(text, MAX_DEPTH)) return { ok: false, reason: "too_deep" };
  const parsed = parse(text);
  if (!parsed.ok) return { ok: false, reason: "not_json" };
  if (typeof parsed.value !== "object" || parsed.value === null) {
    return { ok: false, reason: "not_object_or_array" };
  }
  return parsed;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Brackets within strings do not count. A loop, because a pattern over a 3 MB string runs out of stack. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length && depth <= limit; at += 1) {
    const unit = text.charCodeAt(at);
    if (inString && unit === BACKSLASH) at += 1;
    else if (unit === QUOTE) inString = !inString;
    else if (!inString && OPENING.has(unit)) depth += 1;
    else if (!inString && CLOSING.has(unit)) depth -= 1;
  }
  return depth > limit;
}
