import type { IncomingMessage } from "node:http";

type RawBody =
  | { readonly kind: "complete"; readonly bytes: Uint8Array }
  | { readonly kind: "too_large" }
  | { readonly kind: "client_gone" };

const FIRST_BYTES = 64 * 1024;

/**
 * The body as it came, since the signature is over its bytes. Holds at most twice `limit`, however
 * small the pieces are that it comes in; what comes after the limit is thrown away as it arrives.
 */
export function readRawBody(request: IncomingMessage, limit: number): Promise<RawBody> {
  if (request.readableEnded) {
    throw new Error("The body was already read: mount the Adobe router before any body parser.");
  }
  if (request.destroyed) return Promise.resolve({ kind: "client_gone" });
  if (Number(request.headers["content-length"]) > limit) {
    return Promise.resolve({ kind: "too_large" });
  }
  return new Promise((resolve) => {
    let buffer = Buffer.allocUnsafe(Math.min(FIRST_BYTES, limit));
    let size = 0;

    function onData(chunk: Buffer): void {
      if (size + chunk.length > limit) {
        request.off("data", onData).resume();
        buffer = Buffer.alloc(0);
        resolve({ kind: "too_large" });
        return;
      }
      if (size + chunk.length > buffer.length) {
        const needed = Math.max(buffer.length * 2, size + chunk.length);
        const larger = Buffer.allocUnsafe(Math.min(needed, limit));
        buffer.copy(larger, 0, 0, size);
        buffer = larger;
      }
      chunk.copy(buffer, size);
      size += chunk.length;
    }

    request.on("data", onData);
    request.once("end", () => resolve({ kind: "complete", bytes: buffer.subarray(0, size) }));
    request.once("close", () => resolve({ kind: "client_gone" }));
    request.once("error", () => resolve({ kind: "client_gone" }));
  });
}
