import type { Taken } from "../platform-reader.ts";

export interface LinesRead {
  readonly bytes: number;
  readonly lines: number;
  /** Every line was read: none too long, none no JSON, none beyond the limit. */
  readonly whole: boolean;
}

interface Limits {
  readonly bytes: number;
  readonly lines: number;
}

const NEWLINE = 0x0a;
const BLANK = /^\s*$/;
/** A row of a few hundred columns; what is longer is passed over. */
const LONGEST_LINE = 256 * 1024;

/**
 * Hands on each line of an answer as JSON. No more than one line and one chunk are ever held, and no
 * more than the limits is read: a file of rows may have gigabytes.
 */
export async function takeJsonLines(
  { body }: Response,
  limits: Limits,
  onLine: (json: unknown) => void,
): Promise<Taken<LinesRead>> {
  const reading = createReading(limits, onLine);
  try {
    // Leaving the loop ends the download.
    for await (const chunk of body ?? []) {
      if (!reading.add(chunk)) break;
    }
  } catch {
    return { kind: "unusable", reason: "broken off" };
  }
  return reading.end();
}

function createReading(
  limits: Limits,
  onLine: (json: unknown) => void,
): { add(chunk: Uint8Array): boolean; end(): Taken<LinesRead> } {
  let line: Uint8Array[] = [];
  let lineBytes = 0;
  let bytes = 0;
  let lines = 0;
  let good = 0;
  let whole = true;

  function endLine(): void {
    const text = lineBytes > LONGEST_LINE ? undefined : Buffer.concat(line).toString("utf8");
    line = [];
    lineBytes = 0;
    if (text !== undefined && BLANK.test(text)) return;
    lines += 1;
    const json = text === undefined ? undefined : parse(text);
    if (json === undefined) whole = false;
    else {
      good += 1;
      onLine(json.value);
    }
  }

  function keep(part: Uint8Array): void {
    lineBytes += part.byteLength;
    if (lineBytes <= LONGEST_LINE) line.push(part);
    else line = [];
  }

  return {
    add(chunk) {
      bytes += chunk.byteLength;
      let from = 0;
      for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
        if (lines >= limits.lines) break;
        keep(chunk.subarray(from, to));
        endLine();
        from = to + 1;
      }
      const isFull = lines >= limits.lines || bytes >= limits.bytes;
      if (isFull) {
        whole = false;
        return false;
      }
      keep(chunk.subarray(from));
      return true;
    },
    end() {
      if (lineBytes > 0 && lines < limits.lines && bytes < limits.bytes) endLine();
      // A page of HTML, or something else that is no file of rows.
      if (lines > 0 && good === 0) return { kind: "unusable", reason: "not JSON" };
      return { kind: "taken", value: { bytes, lines, whole } };
    },
  };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
