/** What a request to the journal asks for. */
export type JournalQuery =
  | { readonly ok: true; readonly from: From; readonly limit?: number }
  | { readonly ok: false; readonly error: string };

export type From =
  | { readonly kind: "oldest" }
  | { readonly kind: "latest" }
  | { readonly kind: "since"; readonly position: string }
  /** How far back, in milliseconds. */
  | { readonly kind: "seek"; readonly backMs: number };

const KNOWN = new Set(["since", "limit", "latest", "seek"]);

export function parseQuery(query: URLSearchParams): JournalQuery {
  const stranger = [...query.keys()].find((name) => !KNOWN.has(name));
  if (stranger !== undefined) return { ok: false, error: `unknown parameter ${stranger}` };
  const limit = query.get("limit");
  if (limit !== null && !/^[1-9]\d{0,4}$/.test(limit)) return { ok: false, error: "bad limit" };
  const from = parseFrom(query);
  if (from === undefined) return { ok: false, error: "bad since, latest or seek" };
  return { ok: true, from, ...(limit === null ? {} : { limit: Number(limit) }) };
}

function parseFrom(query: URLSearchParams): From | undefined {
  const [since, latest, seek] = [query.get("since"), query.get("latest"), query.get("seek")];
  if ([since, latest, seek].filter((value) => value !== null).length > 1) return undefined;
  if (since !== null) return { kind: "since", position: since };
  if (latest !== null) return latest === "true" ? { kind: "latest" } : undefined;
  if (seek === null) return { kind: "oldest" };
  const backMs = durationMs(seek);
  return backMs === undefined ? undefined : { kind: "seek", backMs };
}

const DURATION = /^-P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/;

/** `-PT2H`: ISO 8601, always back. */
function durationMs(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null || /[PT]$/.test(text)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
