import type { IncomingMessage } from "node:http";

type RawBody =
  | { readonly kind: "complete"; readonly bytes: Uint8Array }
  | { readonly kind: "too_large" }
  | { readonly kind: "no_room" }
  | { readonly kind: "client_gone" };

/** How many bytes of bodies that nobody has verified yet may be held at once. */
export interface BodyRoom {
  /** `false`: there is no room for so many more. */
  take(bytes: number): boolean;
  giveBack(bytes: number): void;
}

export function createBodyRoom(most: number): BodyRoom {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > most) return false;
      held += bytes;
      return true;
    },
    giveBack(bytes) {
      held -= bytes;
    },
  };
}

const FIRST_BYTES = 64 * 1024;

/**
 * The body as it came, since the signature is over its bytes. Holds at most twice `limit`, however
 * small the pieces are that it comes in; what comes after the limit is thrown away as it arrives.
 */
export function readRawBody(
  request: IncomingMessage,
  limit: number,
  { room }: { readonly room: BodyRoom },
): Promise<RawBody> {
  if (request.readableEnded) {
    throw new Error("The body was already read: mount the Adobe router before any body parser.");
  }
  if (request.destroyed) return Promise.resolve({ kind: "client_gone" });
  if (Number(request.headers["content-length"]) > limit) {
    return Promise.resolve({ kind: "too_large" });
  }
  const first = Math.min(FIRST_BYTES, limit);
  if (!room.take(first)) return Promise.resolve({ kind: "no_room" });
  return new Promise((settle) => {
    let buffer = Buffer.allocUnsafe(first);
    let size = 0;

    /** The first settlement counts; from then on the room is somebody else's. */
    let resolve = (body: RawBody): void => {
      resolve = () => undefined;
      room.giveBack(buffer.length);
      settle(body);
    };

    function giveUp(kind: "too_large" | "no_room"): void {
      request.off("data", onData).resume();
      resolve({ kind });
      buffer = Buffer.alloc(0);
    }

    function onData(chunk: Buffer): void {
      if (size + chunk.length > limit) {
        giveUp("too_large");
        return;
      }
      if (size + chunk.length > buffer.length) {
        const needed = Math.min(Math.max(buffer.length * 2, size + chunk.length), limit);
        if (!room.take(needed - buffer.length)) {
          giveUp("no_room");
          return;
        }
        const larger = Buffer.allocUnsafe(needed);
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
