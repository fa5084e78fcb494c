export type JsonBody =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "unusable"; readonly reason: "too large" | "not JSON" | "broken off" };

/** Far above any answer that we ask for. */
const MAX_BYTES = 512 * 1024;

/** Reads an answer of Adobe's APIs; no more of it than the limit is ever held. Never rejects. */
export async function readJson(response: Response): Promise<JsonBody> {
  const text = await readText(response).catch(() => "broken off" as const);
  if (text === "broken off" || text === "too large") return { kind: "unusable", reason: text };
  try {
    return { kind: "json", value: JSON.parse(text.body) };
  } catch {
    return { kind: "unusable", reason: "not JSON" };
  }
}

async function readText({ body }: Response): Promise<{ body: string } | "too large"> {
  if (body === null) return { body: "" };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) return "too large";
    chunks.push(chunk);
  }
  return { body: Buffer.concat(chunks).toString("utf8") };
}
