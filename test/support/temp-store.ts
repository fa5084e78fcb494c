import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";

export interface TempStore extends Store {
  readonly folder: string;
}

/** A store of its own in a fresh folder; `close` removes the folder. */
export async function openTempStore(): Promise<TempStore> {
  const folder = mkdtempSync(path.join(tmpdir(), "flowrun-test-"));
  const store = await openStore(folder);
  return {
    ...store,
    folder,
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
